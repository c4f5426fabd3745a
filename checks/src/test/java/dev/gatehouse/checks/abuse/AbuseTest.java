package dev.gatehouse.checks.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gatehouse.adapters.sandbox.bwrap.BwrapSandbox;
import dev.gatehouse.core.spi.Sandbox.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every abuse once after a first round that warms the server up; `-Dabuse-rounds=20` for more.
/// `-Dhealth-millis=…` for a machine too busy to answer within two seconds whatever happens.
final class AbuseTest {

  private static final Duration HEALTHY =
      Duration.ofMillis(Integer.getInteger("health-millis", 2_000));

  @TempDir private Path folder;
  private final List<String> complaints = new ArrayList<>();

  @Test
  void everyAbuseGetsAClearAnswerAndHarmsNobody() throws Exception {
    assumeThat(Files.isDirectory(Path.of("/proc/self/fd"))).as("/proc shows descriptors").isTrue();
    boolean processes = new BwrapSandbox().presence() instanceof Presence.Present;
    int rounds = Integer.getInteger("abuse-rounds", 1);

    try (NastyService service = NastyService.start();
        AbusedServer server = AbusedServer.start(folder, processes ? "bwrap" : "wasm", service)) {
      List<Abuse> abuses = Abuse.all(processes);
      round(server, abuses);
      Footing before = server.footing();
      try (Pulse pulse = Pulse.of(server.victim())) {
        for (int round = 0; round < rounds; round++) {
          round(server, abuses);
        }
        Footing after = settled(server, before);
        System.out.println(
            "abuse: %d rounds of %d, before %s, after %s, health %d times within %s, %d failures"
                .formatted(
                    rounds,
                    abuses.size(),
                    before,
                    after,
                    pulse.answers(),
                    pulse.longest(),
                    pulse.failures()));
        assertThat(pulse.failures()).isZero();
        assertThat(pulse.longest()).isLessThan(HEALTHY);
        assertThat(after.isWithinTenPercentOf(before)).as("%s, then %s", before, after).isTrue();
      }
    }
    assertThat(complaints).isEmpty();
  }

  private void round(AbusedServer server, List<Abuse> abuses)
      throws IOException, InterruptedException {
    for (Abuse abuse : abuses) {
      String answer = abuse.deed().to(server);
      String shown = answer.substring(0, Math.min(300, answer.length()));
      if (Boolean.getBoolean("abuse-show")) {
        System.out.println(abuse.name() + ": " + shown);
      }
      if (!abuse.answer().matcher(answer).matches()) {
        complaints.add(abuse.name() + ": " + shown);
      }
    }
  }

  /// What was given back may take a moment to be gone.
  private static Footing settled(AbusedServer server, Footing before)
      throws IOException, InterruptedException {
    Footing now = server.footing();
    for (int look = 0; look < 40 && !now.isWithinTenPercentOf(before); look++) {
      now = server.footing();
    }
    return now;
  }
}
