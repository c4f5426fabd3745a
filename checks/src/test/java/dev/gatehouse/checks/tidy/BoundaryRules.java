package dev.gatehouse.checks.tidy;

import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Who may see what.
final class BoundaryRules {
  private static final Pattern OUTSIDE =
      Pattern.compile("dev\\.gatehouse\\.(adapters|protocols)\\.([a-z0-9]+)\\b.*");
  private static final Pattern AMBIENT =
      Pattern.compile(
          "(.*\\.)?(System\\.(currentTimeMillis|nanoTime|getenv|getProperty)|Math\\.random"
              + "|UUID\\.randomUUID|ThreadLocalRandom\\.current|RandomGenerator\\.(of|getDefault)"
              + "|ZoneId\\.systemDefault|Clock\\.(system|tick)\\w*"
              + "|(Instant|Local\\w+|Zoned\\w+|Offset\\w+|Year|YearMonth|MonthDay)\\.now)");
  private static final Set<String> DRAWS =
      Set.of("Random", "SecureRandom", "SplittableRandom", "java.util.Random");
  private static final Pattern INPUT_OUTPUT =
      Pattern.compile(
          "java\\.(nio\\.(file|channels)|net\\.http|sql)\\..*|java\\.net\\.\\w*Socket|java\\.io\\.File\\w*");

  private BoundaryRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.forEach(
            "sibling",
            MemberSelectTree.class,
            BoundaryRules::seesSibling,
            "siblings never see each other; what they share lives in http"),
        Rule.forEach(
            "ambient",
            MemberSelectTree.class,
            node -> inCore(node) && AMBIENT.matcher(node.tree().toString()).matches(),
            "core reads no clock, no random source, no environment"),
        Rule.forEach(
            "ambient",
            NewClassTree.class,
            node -> inCore(node) && DRAWS.contains(node.tree().getIdentifier().toString()),
            "core reads no clock, no random source, no environment"),
        Rule.forEach(
            "core-io",
            ImportTree.class,
            node -> inCore(node) && INPUT_OUTPUT.matcher(imported(node)).matches(),
            "core does no input or output"));
  }

  private static boolean seesSibling(SourceNode<MemberSelectTree> node) {
    var own = OUTSIDE.matcher(node.file().packageName());
    var seen = OUTSIDE.matcher(node.tree().toString());
    return own.matches()
        && seen.matches()
        && isLongest(node)
        && own.group(1).equals(seen.group(1))
        && !own.group(2).equals(seen.group(2))
        && !seen.group(2).equals("http");
  }

  /// Whether no longer dotted name holds this one, so that each is reported once.
  private static boolean isLongest(SourceNode<MemberSelectTree> node) {
    return !(node.path().getParentPath().getLeaf() instanceof MemberSelectTree);
  }

  private static boolean inCore(SourceNode<?> node) {
    return node.file().module().equals("core") && !node.file().isTest();
  }

  private static String imported(SourceNode<ImportTree> node) {
    return node.tree().getQualifiedIdentifier().toString();
  }
}
