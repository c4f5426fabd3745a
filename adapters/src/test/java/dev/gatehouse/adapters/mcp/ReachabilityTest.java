package dev.gatehouse.adapters.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

  private final Reachability reach = new Reachability();

  @Test
  void whatIsTriedForTheFirstTimeIsStarting() {
    reach.coming();

    assertThat(reach.trouble()).contains("it is starting");
  }

  @Test
  void whyItWasAwayIsStillToldWhileItIsTriedAgain() {
    reach.away("it ended with code 3", Duration.ofSeconds(1));

    reach.coming();

    assertThat(reach.trouble()).contains("it ended with code 3");
  }
}
