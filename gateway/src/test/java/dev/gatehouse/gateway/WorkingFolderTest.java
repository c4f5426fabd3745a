package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a configuration names by a relative path is looked for in the working folder, and a message
/// says which one that is.
@Timeout(60)
final class WorkingFolderTest {

  private static final Environment NOTHING = Environment.of(_ -> null);

  @TempDir private Path folder;

  private GatewayPlan plan(String yaml) {
    return Gateway.plan()
        .config(ConfigFile.parse(yaml, "gatehouse.yaml", NOTHING))
        .environment(NOTHING)
        .data(folder.resolve("data"));
  }

  private static String here(String name) {
    return Path.of("").toAbsolutePath().resolve(name).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          skills: { dir: none/here }                                              | skills
          workflows: { dir: none/here }                                           | workflows.dir
          prices: { file: none/here }                                             | prices.file
          prices: { file: ./none/../none/here }                                   | prices.file
          mcp-config: none/here                                                   | mcp-config
          tools: { a: { type: openapi, document: none/here } }                    | tools.a
          providers: { a: { type: demo, trust: none/here } }                      | providers.a.trust
          delivery: { a: { type: email, host: h, from: a@b.example, to: [c@d.example], trust: none/here } } | delivery.a
          """)
  void fileThatIsNotThereIsNamedByItsWholePath(String yaml, String key) {
    assertThatThrownBy(() -> plan(yaml).embedded().close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("\"" + here("none/here") + "\"");
  }

  @Test
  void priceTableThatIsNoneIsNamedWithItsFile() throws IOException {
    Path prices = Files.writeString(folder.resolve("prices.json"), "{ none");

    assertThatThrownBy(() -> plan("prices: { file: '" + prices + "' }").embedded().close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("prices.file: \"" + prices + "\": ");
  }

  @Test
  void configurationThatIsNotThereIsNamedByItsWholePath() {
    assertThatThrownBy(() -> ConfigFile.read(Path.of("none/here.yaml"), NOTHING))
        .hasMessageContaining(here("none/here.yaml") + ": does not exist");
    assertThatThrownBy(() -> WorkflowFiles.read(Path.of("none/here.yaml")))
        .hasMessageContaining(here("none/here.yaml") + ": does not exist");
  }
}
