package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The short form by default; `-Dkills=150 -Drecovery-kills=50 -Dseed=…` for a long one.
class KillTest {

  @Test
  void nothingIsLostOrDoneTwiceHoweverOftenTheServerIsKilled(@TempDir Path folder)
      throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("kills", 15);
    int recoveryKills = Integer.getInteger("recovery-kills", 5);

    try (KillLoop loop = new KillLoop(folder, seed, kills, recoveryKills)) {
      KillLoop.Verdict verdict = loop.run();

      System.out.println(
          "kill test: seed "
              + seed
              + ", "
              + verdict.kills()
              + " kills at work, "
              + verdict.recoveryKills()
              + " in recovery, "
              + verdict.runs()
              + " runs, "
              + verdict.hits()
              + ", "
              + verdict.complaints().size()
              + " complaints");
      assertThat(verdict.complaints()).as("seed %s", seed).isEmpty();
    }
  }
}
