package dev.gatehouse.adapters.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LaunchedProcessTest {

  private static final List<String> DIES_WITH_ITS_PARENT =
      List.of("setpriv", "--pdeathsig", "KILL", "--", "sleep", "60");

  @Test
  void processThatDiesWithItsParentOutlivesTheThreadThatAskedForIt() throws Exception {
    assumeThat(Interpreters.isHere("setpriv")).as("setpriv is installed").isTrue();
    BlockingQueue<Process> started = new ArrayBlockingQueue<>(1);
    Thread asking =
        Thread.ofPlatform()
            .start(() -> {
              try {
                started.add(Launcher.start(new ProcessBuilder(DIES_WITH_ITS_PARENT)));
              } catch (IOException broken) {
                throw new UncheckedIOException(broken);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });

    asking.join(Duration.ofMinutes(1));

    Process process = started.take();
    boolean ended = process.waitFor(700, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    assertThat(ended).isFalse();
  }

  @Test
  void rootIsNotTheAccountOfPrograms() {
    assertThat(new Account(0).isRoot()).isTrue();
    assertThat(new Account(1000).isRoot()).isFalse();
    assertThat(Account.NOBODY).isNotZero();
  }
}
