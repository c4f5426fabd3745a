package dev.gatehouse.checks.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Reads Java sources and parses them with the compiler that runs the tests.
final class JavaSources {
  private JavaSources() {}

  /// The text of every Java file under `src/main` and `src/test` of every module, by path from the
  /// root.
  static Map<String, String> texts(Path root) throws IOException {
    var texts = new TreeMap<String, String>();
    for (var module : folders(root)) {
      for (var sources : List.of("src/main", "src/test")) {
        for (var file : javaFiles(module.resolve(sources))) {
          texts.put(root.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return texts;
  }

  static List<SourceFile> parse(Map<String, String> texts) throws IOException {
    var problems = new DiagnosticCollector<JavaFileObject>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var files = texts.entrySet().stream().map(e -> new Text(e.getKey(), e.getValue())).toList();
    var options = List.of("-proc:none");
    var task = (JavacTask) compiler.getTask(null, null, problems, options, null, files);
    var docs = DocTrees.instance(task);
    var parsed = new ArrayList<SourceFile>();
    for (CompilationUnitTree unit : task.parse()) {
      var path = unit.getSourceFile().toUri().getPath().substring(1);
      parsed.add(SourceFile.of(path, texts.getOrDefault(path, ""), unit, docs));
    }
    if (!problems.getDiagnostics().isEmpty()) {
      throw new IllegalStateException("cannot parse: " + problems.getDiagnostics());
    }
    return List.copyOf(parsed);
  }

  private static List<Path> folders(Path root) throws IOException {
    try (var children = Files.list(root)) {
      return children.filter(child -> Files.exists(child.resolve("pom.xml"))).toList();
    }
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String path, String text) {
      super(URI.create("source:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
