package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.RepositoryRoot;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GuideJavaTest {

  @TempDir private Path classes;

  static Stream<Path> pages() throws IOException {
    try (var pages = Files.list(RepositoryRoot.find().resolve("docs/guide"))) {
      return pages.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyJavaOnThePageCompiles(Path page) throws IOException {
    for (var block : Page.of(Files.readString(page)).in("java")) {
      var errors = new StringWriter();
      var options = List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString());

      var compiled =
          ToolProvider.getSystemJavaCompiler()
              .getTask(errors, null, null, options, null, List.of(new Source(block.text())))
              .call();

      assertThat(compiled).as(block.text() + "\n" + errors).isTrue();
    }
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String text) {
      super(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
