package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
final class QuickstartTest {

  @TempDir private Path folder;

  /// `sh` is typed and must succeed; `sh background` is left running; every line of `text` must
  /// then have been printed, with `…` for anything.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/quickstart.md",
        "docs/guide/approvals.md",
        "docs/guide/headless.md",
        "docs/guide/schedules.md"
      })
  void everyCommandOfThePageDoesWhatThePageSays(String path)
      throws IOException, InterruptedException {
    var port = Integer.toString(FreePort.next());
    var page = Page.of(Reader.read(path).replace("8000", port));
    try (var reader = Reader.in(folder)) {
      var printed = "";
      for (var block : page.blocks()) {
        switch (block.language()) {
          case "sh" -> printed = type(reader, block);
          case "text" -> assertPrinted(printed, block.text());
          default -> {}
        }
      }
    }
    assertThat(page.in("sh")).hasSizeGreaterThan(2);
  }

  private static String type(Reader reader, Page.Block block)
      throws IOException, InterruptedException {
    if (block.mark().equals("background")) {
      return "Gatehouse is ready at " + reader.serve(block.text().strip());
    }
    var printed = reader.type(block.text());
    assertThat(printed.code()).as(block.text() + "\n" + printed.text()).isZero();
    return printed.text();
  }

  private static void assertPrinted(String printed, String promised) {
    promised
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line ->
            assertThat(printed)
                .containsPattern(Pattern.quote(line.strip()).replace("…", "\\E[^\\n]*\\Q")));
  }
}
