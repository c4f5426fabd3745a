package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.RepositoryRoot;
import dev.gatehouse.core.workflow.WorkflowGraph;
import dev.gatehouse.gateway.WorkflowFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages of the patterns: each shows the picture of its example, and a command that does what
/// the page says.
@Execution(ExecutionMode.CONCURRENT)
final class PatternPagesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chain",
        "parallel-research",
        "critic-loop",
        "manager-worker",
        "router-failover",
        "human-publish"
      })
  void pageShowsTheExampleAsItIsAndAsItRuns(String pattern)
      throws IOException, InterruptedException {
    Path root = RepositoryRoot.find();
    Page page = Page.of(Files.readString(root.resolve("docs/guide/patterns/" + pattern + ".md")));
    var workflow = WorkflowFiles.read(root.resolve("examples/workflows/" + pattern + ".yaml"));

    assertThat(page.in("mermaid").getFirst().text().strip())
        .isEqualTo(WorkflowGraph.of(workflow).mermaid().strip());
    try (var reader = Reader.in(folder)) {
      var printed = reader.type(page.in("sh").getFirst().text());
      assertThat(printed.code()).as(printed.text()).isZero();
      page.in("text")
          .getFirst()
          .text()
          .lines()
          .forEach(line ->
              assertThat(printed.text())
                  .containsPattern(Pattern.quote(line).replace("…", "\\E[^\\n]*\\Q")));
    }
  }
}
