package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.RepositoryRoot;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.ConfigSchema;
import dev.gatehouse.gateway.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigReferenceTest {

  private static final String PAGE = "docs/guide/configuration.md";
  private static final String START = "| key | value | what it is |";

  /// `-Dguide=write` writes the table into the page.
  @Test
  void pageNamesEveryKeyAsTheSchemaDoes() throws IOException {
    var page = Reader.read(PAGE);
    var whole = page.substring(0, page.indexOf(START)) + ConfigReference.table(ConfigSchema.json());

    if ("write".equals(System.getProperty("guide"))) {
      Files.writeString(RepositoryRoot.find().resolve(PAGE), whole);
    } else {
      assertThat(page).isEqualTo(whole);
    }
  }

  static Stream<Path> pages() throws IOException {
    try (var pages = Files.list(RepositoryRoot.find().resolve("docs/guide"))) {
      return pages.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyYamlOnThePageIsAValidConfiguration(Path page) throws IOException {
    for (var block : Page.of(Files.readString(page)).in("yaml")) {
      if (block.mark().equals("document")) {
        continue; // of a workflow
      }
      var config =
          ConfigFile.parse(block.text(), page.getFileName().toString(), Environment.of(_ -> "x"));

      assertThat(config).isNotNull();
    }
  }
}
