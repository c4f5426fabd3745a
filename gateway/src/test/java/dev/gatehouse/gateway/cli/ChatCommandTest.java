package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChatCommandTest {

  @TempDir private Path folder;

  @Test
  void everyLineIsAMessageOfOneConversation() {
    var result = Typed.in(folder).input("hello\n\n2 + 3\n").run("chat", "--model", "demo/fast");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("I am Gatehouse's built-in demo model")
        .endsWith("Hello! What shall we try?\n2 + 3 = 5\n");
  }

  @Test
  void newConversationKnowsNothingOfTheOld() {
    var result =
        Typed.in(folder)
            .input("hello\n/new\nhello\n/quit\nhello\n")
            .run("chat", "--model", "demo/fast");

    assertThat(result.out().split("I am Gatehouse's built-in demo model", -1)).hasSize(3);
  }

  @Test
  void programsGetARecordForEveryAnswer() {
    var result = Typed.in(folder).input("one\ntwo\n").run("chat", "--model", "demo/echo", "--json");

    assertThat(result.out().lines().map(line -> Json.parse(line).at("output").orElseThrow()))
        .containsExactly(Json.of("one"), Json.of("two"));
  }
}
