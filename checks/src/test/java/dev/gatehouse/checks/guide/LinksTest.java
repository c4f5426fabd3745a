package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Links from one page of the repository to another lead somewhere.
final class LinksTest {

  private static final Path ROOT = RepositoryRoot.find();
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  @Test
  void linksLeadToFilesAndHeadingsThereAre() throws IOException {
    List<String> lost = new ArrayList<>();
    List<Path> pages = pages();
    for (Path page : pages) {
      String text = CODE.matcher(Files.readString(page)).replaceAll("");
      for (var link = LINK.matcher(text); link.find(); ) {
        String target = link.group(1);
        if (!ELSEWHERE.matcher(target).matches() && !leads(page, target)) {
          lost.add(ROOT.relativize(page) + " -> " + target);
        }
      }
    }

    assertThat(pages).hasSizeGreaterThan(30);
    assertThat(lost).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !ROOT.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
          .sorted()
          .toList();
    }
  }

  private static boolean leads(Path page, String target) throws IOException {
    int mark = target.indexOf('#');
    String file = mark < 0 ? target : target.substring(0, mark);
    Path to = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    return Files.exists(to) && (mark < 0 || headings(to).contains(target.substring(mark + 1)));
  }

  /// The names of a page's headings, as the viewers of repositories spell them.
  private static List<String> headings(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").strip().replace(' ', '-'))
        .toList();
  }
}
