package dev.gatehouse.oracles;

import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The answers both readers are given: scripted ones, and recorded ones where a folder with them is
/// present. Name it with `-Dgatehouse.transcripts=…`, or put it beside the repository as
/// `../shared/transcripts`.
final class RecordedStreams {

  private RecordedStreams() {}

  /// {@return scripts by name}
  ///
  /// @param prefix which recorded streams are of the wanted wire
  static Map<String, ProviderScript> of(String prefix) {
    Map<String, ProviderScript> scripts = new LinkedHashMap<>();
    scripts.put("text", ProviderScript.answer(ScriptedAnswer.text("Grüß", " Gott 😀")));
    scripts.put(
        "usage",
        ProviderScript.answer(ScriptedAnswer.text("a").withUsage(new Usage(11, 22, 3, 4, 5))));
    scripts.put(
        "cut", ProviderScript.answer(ScriptedAnswer.text("a").withStop(StopReason.MAX_TOKENS)));
    scripts.put(
        "thought and calls",
        ProviderScript.answer(
            ScriptedAnswer.empty()
                .withThought("c2lnbmVk", "Let me ", "think.")
                .withText("I look.")
                .withToolUse("call_1", "first", "{\"a\":", "[1,2.5,\"x\"]}")
                .withToolUse("call_2", "second", "{}")));
    recorded(prefix).forEach(file -> scripts.put(String.valueOf(file.getFileName()), script(file)));
    return scripts;
  }

  private static ProviderScript script(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return ProviderScript.stream(bytes, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> recorded(String prefix) {
    Path folder =
        Stream.of(
                Path.of(System.getProperty("gatehouse.transcripts", "transcripts")),
                Path.of("../../shared/transcripts"),
                Path.of("../../../shared/transcripts"))
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(Path.of("transcripts"));
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
