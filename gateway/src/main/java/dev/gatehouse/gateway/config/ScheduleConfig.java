package dev.gatehouse.gateway.config;

import dev.gatehouse.core.delivery.Quiet;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.schedule.ActiveHours;
import dev.gatehouse.core.schedule.Cadence;
import dev.gatehouse.core.schedule.Heartbeat;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Timing;
import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Work that is done again and again without anybody asking for it.
public record ScheduleConfig(
    @Doc("The agent that does it.") Optional<String> agent,
    @Doc("The workflow that does it.") Optional<String> workflow,
    @Doc("What it is told.") Optional<String> message,
    @Doc("Data that goes with the message; what a workflow is given.") Optional<Json.Obj> input,
    @Doc("When: minute, hour, day of month, month, day of week; or every.") Optional<String> cron,
    @Doc("How often; or cron.") Optional<Duration> every,
    @Doc("The IANA zone whose clocks count.") String timezone,
    @Doc("The hours in which it fires, as [from, until]; over midnight when from is later.")
        Optional<List<Integer>> activeHours,
    @Doc("How much later than its time a tick may begin.") Duration jitter,
    @Doc("What becomes of ticks that nobody was there to begin.") Timing.Missed missed,
    @Doc("What becomes of a tick while an earlier one is at work.") Timing.Overlap overlap,
    @Doc("Makes it an agent that checks in and speaks only when it must.")
        Optional<HeartbeatConfig> heartbeat,
    @Doc("The deliveries that get what comes of it.") List<String> delivery,
    @Doc("The tenant it belongs to.") String tenant) {

  /// Nothing to do, at no time; UTC, at any hour; what is missed or overlaps is skipped.
  static final ScheduleConfig STANDARD =
      new ScheduleConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "UTC",
          Optional.empty(),
          Duration.ZERO,
          Timing.Missed.SKIP,
          Timing.Overlap.SKIP,
          Optional.empty(),
          List.of(),
          Schedule.Owner.OPERATOR.tenant());

  /// Refuses what no clock shows, and two answers to one question.
  public ScheduleConfig {
    delivery = List.copyOf(delivery);
    activeHours = activeHours.map(List::copyOf);
    Require.notBlank("tenant", tenant);
    notBoth("agent", agent.isPresent(), "workflow", workflow.isPresent());
    notBoth("cron", cron.isPresent(), "every", every.isPresent());
    if (activeHours.filter(hours -> hours.size() != 2).isPresent()) {
      throw new BadValueException("active-hours", " must be two hours such as [6, 22]");
    }
    requirePossible(every, timezone, hours(activeHours), jitter);
  }

  private static void requirePossible(
      Optional<Duration> every, String timezone, Optional<ActiveHours> hours, Duration jitter) {
    Cadence cadence =
        every.<Cadence>map(Cadence.Every::new).orElseGet(() -> new Cadence.Cron("@daily"));
    var _ = new Timing(cadence, timezone, hours, jitter, Timing.Missed.SKIP, Timing.Overlap.SKIP);
  }

  private static void notBoth(String one, boolean isOne, String other, boolean isOther) {
    if (isOne && isOther) {
      throw new BadValueException(one, " does not go with " + other + "; give one of them");
    }
  }

  private static Optional<ActiveHours> hours(Optional<List<Integer>> hours) {
    return hours.map(both -> new ActiveHours(both.getFirst(), both.getLast()));
  }

  /// An agent that does something at the times of a cron expression.
  public static ScheduleConfig cron(String expression, String agent, String message) {
    return Replaced.in(of(agent, message), "cron", Optional.of(expression));
  }

  /// An agent that does something each time a period has passed.
  public static ScheduleConfig every(Duration period, String agent, String message) {
    return Replaced.in(of(agent, message), "every", Optional.of(period));
  }

  /// A workflow that is run at the times of a cron expression.
  public static ScheduleConfig cron(String expression, String workflow, Json.Obj input) {
    return Replaced.in(of(workflow, input), "cron", Optional.of(expression));
  }

  /// A workflow that is run each time a period has passed.
  public static ScheduleConfig every(Duration period, String workflow, Json.Obj input) {
    return Replaced.in(of(workflow, input), "every", Optional.of(period));
  }

  private static ScheduleConfig of(String workflow, Json.Obj input) {
    return Replaced.in(
        Replaced.in(STANDARD, "workflow", Optional.of(workflow)), "input", Optional.of(input));
  }

  private static ScheduleConfig of(String agent, String message) {
    return Replaced.in(
        Replaced.in(STANDARD, "agent", Optional.of(agent)), "message", Optional.of(message));
  }

  /// {@return this schedule by the clocks of a zone}
  public ScheduleConfig withTimezone(String zone) {
    return Replaced.in(this, "timezone", zone);
  }

  /// {@return this schedule within some hours only}
  public ScheduleConfig withActiveHours(int from, int until) {
    return Replaced.in(this, "activeHours", Optional.of(List.of(from, until)));
  }

  /// {@return this schedule with jitter}
  public ScheduleConfig withJitter(Duration most) {
    return Replaced.in(this, "jitter", most);
  }

  /// {@return this schedule with another rule for ticks that nobody was there to begin}
  public ScheduleConfig withMissed(Timing.Missed rule) {
    return Replaced.in(this, "missed", rule);
  }

  /// {@return this schedule with another rule for ticks that overlap}
  public ScheduleConfig withOverlap(Timing.Overlap rule) {
    return Replaced.in(this, "overlap", rule);
  }

  /// {@return this schedule as a heartbeat}
  public ScheduleConfig withHeartbeat(HeartbeatConfig how) {
    return Replaced.in(this, "heartbeat", Optional.of(how));
  }

  /// {@return this schedule with deliveries}
  public ScheduleConfig withDelivery(List<String> names) {
    return Replaced.in(this, "delivery", names);
  }

  /// {@return what is missing for it ever to do something}
  public Optional<String> missing() {
    if (agent.isEmpty() && workflow.isEmpty()) {
      return Optional.of("needs an agent or a workflow");
    }
    if (cron.isEmpty() && every.isEmpty()) {
      return Optional.of("needs cron or every");
    }
    boolean mute = message.filter(text -> !text.isBlank()).isEmpty() && input.isEmpty();
    return workflow.isEmpty() && mute && heartbeat.flatMap(HeartbeatConfig::checklist).isEmpty()
        ? Optional.of("needs a message, input or a checklist")
        : Optional.empty();
  }

  /// {@return the schedule it describes}
  ///
  /// @throws IllegalArgumentException when something is missing or cannot be
  public Schedule schedule(String name) {
    missing()
        .ifPresent(what -> {
          throw new IllegalArgumentException("schedule \"" + name + "\" " + what);
        });
    Schedule.Owner standard = Schedule.Owner.OPERATOR;
    return new Schedule(
        name,
        new Schedule.Owner(tenant, standard.key(), standard.user(), standard.role()),
        new Schedule.Task(
            agent
                .<Schedule.Target>map(Schedule.Target.Agent::new)
                .orElseGet(() -> new Schedule.Target.Workflow(workflow.orElseThrow())),
            message.orElse(""),
            input.map(it -> (Json) it)),
        new Timing(
            every
                .<Cadence>map(Cadence.Every::new)
                .orElseGet(() -> new Cadence.Cron(cron.orElseThrow())),
            timezone,
            hours(activeHours),
            jitter,
            missed,
            overlap),
        heartbeat.map(HeartbeatConfig::heartbeat),
        delivery);
  }

  /// How an agent checks in.
  public record HeartbeatConfig(
      @Doc("What it says when there is nothing to say.") String quietToken,
      @Doc("The most characters besides the token that still say nothing.") int quietThreshold,
      @Doc("A file that goes with the message; while it lists nothing, no model is asked.")
          Optional<String> checklist,
      @Doc(
              "How long to wait after the first, the second, … error in a row, instead of for the"
                  + " next tick; the last one repeats.")
          List<Duration> backoff) {

    /// The usual token and pauses, and no checklist.
    public static final HeartbeatConfig STANDARD =
        new HeartbeatConfig(
            Quiet.STANDARD.token(),
            Quiet.STANDARD.threshold(),
            Optional.empty(),
            Heartbeat.STANDARD.backoff());

    /// Refuses what the core refuses.
    public HeartbeatConfig {
      backoff = List.copyOf(backoff);
      new Heartbeat(new Quiet(quietToken, quietThreshold), checklist, backoff);
    }

    /// {@return this heartbeat with a checklist}
    public HeartbeatConfig withChecklist(String file) {
      return new HeartbeatConfig(quietToken, quietThreshold, Optional.of(file), backoff);
    }

    /// {@return this heartbeat with other pauses}
    public HeartbeatConfig withBackoff(List<Duration> pauses) {
      return new HeartbeatConfig(quietToken, quietThreshold, checklist, pauses);
    }

    private Heartbeat heartbeat() {
      return new Heartbeat(new Quiet(quietToken, quietThreshold), checklist, backoff);
    }
  }
}
