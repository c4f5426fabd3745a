package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gatehouse.adapters.sandbox.bwrap.BwrapSandbox;
import dev.gatehouse.core.spi.Sandbox.Presence;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The short form by default; `-Dkills=200 -Dseed=…` for a long one, `-Dsandbox=bwrap` or
/// `-Dsandbox=wasm` for one sandbox only.
class ToolKillTest {

  private static final String ONLY = System.getProperty("sandbox", "");

  @TempDir private Path folder;

  @Test
  void nothingIsLostDoubledOrOrphanedWithProgramsInWasm() throws Exception {
    assumeThat("wasm").startsWith(ONLY);

    survive("wasm");
  }

  @Test
  void nothingIsLostDoubledOrOrphanedWithProgramsInBubblewrap() throws Exception {
    assumeThat("bwrap").startsWith(ONLY);
    assumeThat(new BwrapSandbox().presence())
        .as("bubblewrap works here")
        .isInstanceOf(Presence.Present.class);

    survive("bwrap");
  }

  private void survive(String sandbox) throws Exception {
    assumeThat(Remains.canBeSeen()).as("/proc shows processes").isTrue();
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("kills", 4) / 2;

    try (ToolKillLoop loop = new ToolKillLoop(folder.toRealPath(), sandbox, seed, kills)) {
      ToolKillLoop.Verdict verdict = loop.run();

      System.out.println(
          "tool kill test, %s: seed %d, %d kills, %d runs, %s, %d complaints"
              .formatted(
                  sandbox,
                  seed,
                  kills,
                  verdict.runs(),
                  verdict.hits(),
                  verdict.complaints().size()));
      assertThat(verdict.complaints()).as("seed %s", seed).isEmpty();
    }
  }
}
