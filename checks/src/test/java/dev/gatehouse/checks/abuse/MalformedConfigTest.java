package dev.gatehouse.checks.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.checks.ChildJvm;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `-Dconfigs=20000 -Dseed=…` for more.
final class MalformedConfigTest {

  private static final String SOUND =
      """
      server: { port: 8000, host: 127.0.0.1 }
      sandbox: { floor: wasm, limits: { timeout: 10s, memory: 128MiB } }
      providers:
        local: { type: openai-compatible, base-url: "http://127.0.0.1:11434/v1" }
      mcp-servers:
        files: { command: /bin/true, args: ["a", "b"], tool-prefix: "files_", env: { A: "b" } }
      tools:
        charge: { type: http, description: Charges., url: "http://127.0.0.1/{key}", method: POST }
      agents:
        clerk:
          prompt: You are careful.
          tools: ["files_*", charge]
          limits: { max-turns: 20, max-budget-usd: 0.50 }
          approval: [{ tool: charge, when: "args.euros > 20", expires: 10m }]
      """;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          "- ",
          "\t",
          "\n",
          "\"",
          "'",
          "&a ",
          "*a ",
          "!!java.net.URL ",
          "%",
          "|",
          ">",
          "? ",
          "~",
          "null",
          "-1",
          "1e999",
          "0x",
          ".inf",
          "\u0000",
          "\ufeff",
          "\ud83d\ude00",
          "${",
          "${NONE}",
          "<<: *a",
          "---\n",
          "...\n",
          "#",
          "agents:\n",
          "99999999999999999999");

  @Test
  @Timeout(120)
  void everyBrokenFileIsRefusedInWords() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    int refused = 0;
    int files = Integer.getInteger("configs", 400);
    for (int file = 0; file < files; file++) {
      String yaml = broken(random);
      try {
        ConfigFile.parse(yaml, "test.yaml", Environment.of(_ -> null));
      } catch (ConfigException inWords) {
        refused++;
        assertThat(inWords.getMessage()).as("seed %s: %s", seed, yaml).contains("test.yaml");
      } catch (RuntimeException | Error escaped) {
        throw new AssertionError("seed " + seed + ", file " + file + ":\n" + yaml, escaped);
      }
    }
    System.out.println("malformed config: seed " + seed + ", " + files + ", refused " + refused);
    assertThat(refused).isPositive();
  }

  private static String broken(Random random) {
    StringBuilder yaml = new StringBuilder(SOUND);
    for (int wound = random.nextInt(4); wound >= 0; wound--) {
      int at = random.nextInt(yaml.length());
      int end = Math.min(yaml.length(), at + random.nextInt(1 + random.nextInt(40)));
      switch (random.nextInt(4)) {
        case 0 -> yaml.delete(at, end);
        case 1 -> yaml.insert(at, yaml.substring(at, end));
        case 2 -> yaml.setCharAt(at, (char) (1 + random.nextInt(0x2fff)));
        default -> yaml.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return yaml.toString();
  }

  @ParameterizedTest
  @Timeout(120)
  @ValueSource(
      strings = {
        """
        a: &a [x,x,x,x,x,x,x,x,x]
        b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
        c: &c [*b,*b,*b,*b,*b,*b,*b]
        d: &d [*c,*c,*c,*c,*c,*c,*c]
        e: &e [*d,*d,*d,*d,*d,*d]
        f: [*e,*e,*e,*e,*e,*e,*e]
        """,
        "a: &a [*a]",
        "agents: &a { b: *a }",
        "{{{{{{{{",
        "\u0000\u0001\u0002"
      })
  void bombIsRefusedInWords(String yaml) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigFile.parse(yaml, "test.yaml", Environment.of(_ -> null)));
  }

  @Test
  void deepAndLongFilesAreRefusedInWords() {
    for (String yaml : List.of("[".repeat(200_000), "a: " + "x".repeat(20 << 20))) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> ConfigFile.parse(yaml, "test.yaml", Environment.of(_ -> null)));
    }
  }

  @Test
  void serverSaysWhatIsWrongAndEndsWithTwo(@TempDir Path folder) throws Exception {
    Files.write(
        folder.resolve("gatehouse.yaml"),
        "agents: { a: { promt: \u00fc } }".getBytes(StandardCharsets.ISO_8859_1));

    Process server =
        new ProcessBuilder(ChildJvm.gatehouse("serve", "--data", "data"))
            .directory(folder.toFile())
            .start();
    String said = new String(server.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(server.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(2);
    assertThat(said).contains("gatehouse.yaml").doesNotContain("\tat ");
  }
}
