package dev.gatehouse.adapters.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRuleTest {

  @TempDir private Path temp;
  private PathRule rule = new PathRule(List.of("path"), Path.of(""), List.of());

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(temp.resolve("work/sub"));
    Files.createDirectories(temp.resolve("work-secret"));
    Files.createDirectories(temp.resolve("outside/deep"));
    Files.writeString(temp.resolve("outside/secret"), "s");
    Files.createSymbolicLink(temp.resolve("work/out"), temp.resolve("outside"));
    Files.createSymbolicLink(temp.resolve("work/deep"), temp.resolve("outside/deep"));
    Files.createSymbolicLink(temp.resolve("work/broken"), temp.resolve("nowhere"));
    Files.createSymbolicLink(temp.resolve("work/loop"), temp.resolve("work/loop"));
    Files.createSymbolicLink(temp.resolve("work/inner"), temp.resolve("work/sub"));
    rule = new PathRule(List.of("path"), temp.resolve("work"), List.of(temp.resolve("work")));
  }

  private Optional<String> judged(String path) throws IOException {
    return rule.broken(JudgedCall.of(Json.obj("path", Json.of(path))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.txt",
        "sub/new/file",
        "./sub/../b",
        "inner/c",
        ".",
        "100%.txt",
        "naïve.txt",
        "a b"
      })
  void pathInsideIsAllowed(String path) throws IOException {
    assertThat(judged(path)).isEmpty();
    assertThat(judged(temp.resolve("work").resolve(path).toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/secret",
        "..",
        "/etc/passwd",
        "../work-secret/x",
        "sub/../../outside/secret",
        "out/secret",
        "out/new",
        "deep/../secret",
        "inner/../../outside/secret",
        "broken",
        "broken/x",
        "loop",
        "~/x",
        "~root/x",
        "..\\outside\\secret",
        "%2e%2e/outside/secret",
        "%2e%2e%2foutside",
        "sub/..%5c..%5coutside",
        "．．/outside/secret",
        "..／outside",
        "file:///etc/passwd",
        "a\u0000b",
        "a\nb",
        ""
      })
  void pathThatSomeToolCouldReadAsOutsideIsNot(String path) throws IOException {
    assertThat(judged(path)).isPresent();
  }

  @Test
  void longPathIsRefused() throws IOException {
    assertThat(judged("a/".repeat(3_000))).isPresent();
  }

  @Test
  void folderThatIsALinkCountsUnderBothNames() throws IOException {
    Files.createSymbolicLink(temp.resolve("alias"), temp.resolve("work"));
    var linked = new PathRule(List.of("path"), temp, List.of(temp.resolve("alias")));

    assertThat(linked.broken(JudgedCall.of(Json.obj("path", Json.of("alias/x"))))).isEmpty();
    assertThat(linked.broken(JudgedCall.of(Json.obj("path", Json.of("alias/out/x"))))).isPresent();
  }
}
