package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The short form by default; `-Dflow-kills=200 -Dseed=…` for a long one.
@Execution(ExecutionMode.CONCURRENT)
final class WorkflowKillTest {

  private static final int NODES = 50;

  @Test
  void workflowOfManyNodesComesToTheSameHoweverOftenTheServerIsKilled(@TempDir Path folder)
      throws Exception {
    assumeThat(Remains.canBeSeen()).as("/proc shows processes").isTrue();
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("flow-kills", 6);

    try (FlowKillLoop loop = new FlowKillLoop(folder.toRealPath(), seed, kills)) {
      FlowKillLoop.Verdict verdict = loop.run();

      System.out.println(
          "workflow kill test: seed %d, %d kills, %d workflows of %d nodes, %s, %d complaints"
              .formatted(
                  seed,
                  kills,
                  verdict.workflows(),
                  verdict.nodes(),
                  verdict.hits(),
                  verdict.complaints().size()));
      assertThat(verdict.complaints()).as("seed %s", seed).isEmpty();
      assertThat(verdict.nodes()).isGreaterThan(NODES);
    }
  }
}
