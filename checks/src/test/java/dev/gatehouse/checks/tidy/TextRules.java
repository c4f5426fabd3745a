package dev.gatehouse.checks.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.PackageTree;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What must and must not be written in comments.
final class TextRules {
  private static final Pattern OPEN_TODO = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))");
  private static final Pattern AUTHOR = Pattern.compile("@author\\b");
  private static final Pattern OLD_DOC = Pattern.compile("/\\*\\*");

  private TextRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.forEachFile(
            "todo", file -> matches(file, "todo", OPEN_TODO, "open an issue and write TODO(#12)")),
        Rule.forEachFile(
            "author", file -> matches(file, "author", AUTHOR, "the history knows who wrote it")),
        Rule.forEachFile(
            "markdown-doc", file -> matches(file, "markdown-doc", OLD_DOC, "write docs with ///")),
        Rule.forEach(
            "public-doc",
            ClassTree.class,
            type -> !type.file().isTest() && type.isVisible() && !type.hasDoc(),
            "say in one sentence what the thing is"),
        Rule.forEach(
            "package-doc",
            PackageTree.class,
            node -> node.file().name().equals("package-info.java") && !node.hasDoc(),
            "say why the package exists and where to start"),
        new Rule("package-info", TextRules::unexplainedPackages));
  }

  private static Stream<TidyFinding> matches(
      SourceFile file, String rule, Pattern pattern, String advice) {
    return pattern
        .matcher(file.textWithoutLiterals())
        .results()
        .map(match ->
            new TidyFinding(rule, file.path(), file.lineAt(match.start()), match.group(), advice));
  }

  private static Stream<TidyFinding> unexplainedPackages(List<SourceFile> files) {
    Set<String> explained =
        files.stream()
            .filter(file -> file.name().equals("package-info.java"))
            .map(TextRules::moduleAndPackage)
            .collect(Collectors.toSet());
    return files.stream()
        .filter(file -> !file.name().equals("module-info.java"))
        .filter(file -> !explained.contains(moduleAndPackage(file)))
        .map(file ->
            new TidyFinding(
                "package-info",
                file.path(),
                1,
                file.packageName(),
                "the package needs a package-info.java, @NullMarked"));
  }

  private static String moduleAndPackage(SourceFile file) {
    return file.module() + ":" + file.packageName();
  }
}
