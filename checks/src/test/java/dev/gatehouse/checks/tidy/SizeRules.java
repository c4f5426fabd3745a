package dev.gatehouse.checks.tidy;

import com.sun.source.tree.MethodTree;
import java.util.List;
import java.util.stream.Stream;

/// How long things may be.
final class SizeRules {
  private static final int MAX_FILE_LINES = 500;
  private static final int MAX_METHOD_LINES = 60;

  private SizeRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.forEachFile("file-size", SizeRules::longFile),
        Rule.forEach(
            "method-size",
            MethodTree.class,
            method -> method.lines() > MAX_METHOD_LINES,
            "a method fits a screen: at most " + MAX_METHOD_LINES + " lines"));
  }

  private static Stream<TidyFinding> longFile(SourceFile file) {
    var lines = file.text().lines().count();
    return lines <= MAX_FILE_LINES
        ? Stream.empty()
        : Stream.of(
            new TidyFinding(
                "file-size",
                file.path(),
                lines,
                file.name(),
                "a file has at most " + MAX_FILE_LINES + " lines"));
  }
}
