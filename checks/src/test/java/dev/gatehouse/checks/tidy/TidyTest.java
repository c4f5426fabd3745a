package dev.gatehouse.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.FormatterException;
import dev.gatehouse.checks.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds every Java source of the repository to the style guide. `-Dtidy=write` formats the files
/// in place.
@TestInstance(Lifecycle.PER_CLASS)
final class TidyTest {
  private final Path root = RepositoryRoot.find();
  private Map<String, String> texts = Map.of();
  private List<SourceFile> files = List.of();
  private List<Exemption> exemptions = List.of();

  @BeforeAll
  void readTheRepository() throws IOException {
    texts = JavaSources.texts(root);
    files = JavaSources.parse(texts);
    exemptions = Exemption.read(root.resolve("checks/src/test/resources/tidy-exemptions.txt"));
  }

  static Stream<String> rules() {
    return HouseRules.all().stream().map(Rule::name).distinct();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everySourceKeepsTheRule(String rule) {
    var broken =
        findings()
            .filter(finding -> finding.rule().equals(rule))
            .filter(finding -> exemptions.stream().noneMatch(e -> e.covers(finding)))
            .toList();

    assertThat(broken).isEmpty();
  }

  @Test
  void everyExemptionIsNeeded() {
    var findings = findings().toList();

    assertThat(exemptions).allMatch(exemption -> findings.stream().anyMatch(exemption::covers));
  }

  @Test
  void everySourceIsFormatted() throws IOException, FormatterException {
    var formatting = new Formatting();
    var unformatted = new ArrayList<String>();
    for (var source : texts.entrySet()) {
      var formatted = formatting.format(source.getValue());
      if (!formatted.equals(source.getValue())) {
        unformatted.add(source.getKey());
        if ("write".equals(System.getProperty("tidy"))) {
          Files.writeString(root.resolve(source.getKey()), formatted);
        }
      }
    }

    if (!"write".equals(System.getProperty("tidy"))) {
      assertThat(unformatted)
          .as("files to format with: ./mvnw -pl checks -am verify -Dtidy=write")
          .isEmpty();
    }
  }

  @Test
  void theRepositoryIsRead() {
    assertThat(texts).containsKey("gateway/src/main/java/dev/gatehouse/gateway/cli/Main.java");
  }

  private Stream<TidyFinding> findings() {
    return HouseRules.all().stream().flatMap(rule -> rule.check(files).stream());
  }
}
