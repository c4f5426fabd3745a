package dev.gatehouse.checks.core;

import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.testkit.random.Seeds;
import org.junit.jupiter.api.Test;

/// Random models, tools, people and crashes. `-Dschedules=200000` tries harder.
final class SchedulePropertyTest {

  @Test
  void everyScheduleKeepsTheLawsAndEnds() {
    Seeds.tryAll(
        Seeds.count("schedules", 2_000),
        draw -> new RandomSchedule(RunMachine.STANDARD, draw).play());
  }
}
