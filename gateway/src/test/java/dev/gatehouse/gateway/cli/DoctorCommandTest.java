package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {

  @TempDir private Path folder;

  @BeforeEach
  void takeAFreePort() throws IOException {
    Files.writeString(folder.resolve("gatehouse.yaml"), "server: { port: 0 }\n");
  }

  @Test
  void healthyFolderIsFoundHealthyAndLeftAsItWas() {
    var result = Typed.in(folder).run("doctor");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("ok   java").contains("demo model").doesNotContain("BAD");
    assertThat(folder.resolve(".gatehouse")).doesNotExist();
  }

  @Test
  void keyIsFoundButNeverPrinted() {
    var result = Typed.in(folder).with("ANTHROPIC_API_KEY", "sk-very-secret").run("doctor");

    assertThat(result.out()).contains("ANTHROPIC_API_KEY is set").doesNotContain("sk-very-secret");
  }

  @Test
  void everyErrorOfTheConfigurationIsListed() throws IOException {
    Files.writeString(folder.resolve("gatehouse.yaml"), "sever: {}\nserver: { port: x }\n");

    var result = Typed.in(folder).run("doctor");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("sever").contains("port");
  }

  @Test
  void portThatIsTakenIsBad() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          folder.resolve("gatehouse.yaml"), "server: { port: " + taken.getLocalPort() + " }\n");

      var result = Typed.in(folder).run("doctor");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).contains("BAD  port").contains("--port");
    }
  }

  @Test
  void openServerWithoutKeysIsBad() throws IOException {
    Files.writeString(folder.resolve("gatehouse.yaml"), "server: { host: 0.0.0.0, port: 0 }\n");

    var result = Typed.in(folder).run("doctor");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("BAD  API keys").contains("gatehouse key NAME");
  }

  @Test
  void processThatHoldsTheDataIsNamed() {
    try (var _ = SqliteStore.open(folder.resolve(".gatehouse"))) {
      assertThat(Typed.in(folder).run("doctor").out())
          .contains("in use by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void programsGetTheFindingsAsJson() {
    var findings = Json.parse(Typed.in(folder).run("doctor", "--json").out());

    assertThat(findings.asArray().orElseThrow().items())
        .isNotEmpty()
        .allMatch(finding -> finding.at("state").isPresent() && finding.at("mend").isPresent());
  }

  @Test
  void providerThatIsNotThereIsBadWhenAskedOnline() throws IOException {
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        server: { port: 0 }
        providers:
          local: { type: openai-compatible, base-url: "http://127.0.0.1:1/v1" }
        """);

    var result = Typed.in(folder).run("doctor", "--online");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("http://127.0.0.1:1/v1 cannot be reached");
  }
}
