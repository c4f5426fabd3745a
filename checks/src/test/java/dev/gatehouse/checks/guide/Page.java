package dev.gatehouse.checks.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A page of the documentation, as the fenced blocks in it.
///
/// @param blocks the blocks in order
record Page(List<Block> blocks) {

  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\S*)([^\\n]*)\\n(.*?)^```$");

  /// A fenced block.
  ///
  /// @param language such as `sh`, `text`, `yaml`
  /// @param mark what stands behind the language, such as `background`
  record Block(String language, String mark, String text) {}

  static Page of(String markdown) {
    var blocks = new ArrayList<Block>();
    FENCE
        .matcher(markdown)
        .results()
        .forEach(
            fence -> blocks.add(new Block(fence.group(1), fence.group(2).strip(), fence.group(3))));
    return new Page(List.copyOf(blocks));
  }

  List<Block> in(String language) {
    return blocks.stream().filter(block -> block.language().equals(language)).toList();
  }
}
