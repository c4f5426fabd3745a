package dev.gatehouse.checks.tidy;

import com.sun.source.tree.Tree;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One rule of the style guide: a name for exemptions, and the places in the repository that break
/// it.
record Rule(String name, Function<List<SourceFile>, Stream<TidyFinding>> findings) {
  /// A rule about each node of one kind.
  static <T extends Tree> Rule forEach(
      String name, Class<T> kind, Predicate<SourceNode<T>> broken, String advice) {
    return forEachFile(
        name, file -> file.nodes(kind).filter(broken).map(node -> node.finding(name, advice)));
  }

  /// A rule about each file on its own.
  static Rule forEachFile(String name, Function<SourceFile, Stream<TidyFinding>> findings) {
    return new Rule(name, files -> files.stream().flatMap(findings));
  }

  List<TidyFinding> check(List<SourceFile> files) {
    return findings.apply(files).toList();
  }
}
