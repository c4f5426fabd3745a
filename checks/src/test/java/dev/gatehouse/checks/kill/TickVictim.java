package dev.gatehouse.checks.kill;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.schedule.Timing;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.DeliveryConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ScheduleConfig;
import dev.gatehouse.gateway.config.WorkflowsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A process that ticks every few seconds and delivers what comes of it, until it is killed.
final class TickVictim {

  static final String KEY = "default/watch";

  /// Long enough for a slow machine: no more than a hundred ticks are made up for.
  static final Duration PERIOD = Duration.ofSeconds(3);

  private static final Json.Obj TWICE =
      Json.parse(
              """
              {"id": "twice", "steps": [
                {"id": "one", "agent": "echo", "prompt": "{{ input.word }}"},
                {"id": "two", "agent": "echo", "prompt": "{{ steps.one.output }} again"}]}\
              """)
          .asObject()
          .orElseThrow();

  private TickVictim() {}

  /// Who does the work of a tick.
  enum Worker {
    AGENT,
    WORKFLOW
  }

  static GatewayPlan plan(Path data, String webhook, Worker worker) {
    DeliveryConfig.Webhook hook = DeliveryConfig.Webhook.of(webhook, "0123456789abcdef");
    ScheduleConfig work =
        switch (worker) {
          case AGENT -> ScheduleConfig.every(PERIOD, "echo", "tick");
          case WORKFLOW -> ScheduleConfig.every(PERIOD, "twice", Json.obj("word", Json.of("tick")));
        };
    return Gateway.plan()
        .config(
            GatehouseConfig.STANDARD
                .withDelivery("hook", hook.privately())
                .withWorkflows(
                    new WorkflowsConfig(Optional.empty(), List.of(TWICE), Optional.empty())))
        .environment(Environment.of(_ -> null))
        .data(data)
        .agent("echo", AgentConfig.Local.STANDARD.withModel("demo/echo"))
        .schedule(
            "watch",
            work.withMissed(Timing.Missed.ALL)
                .withOverlap(Timing.Overlap.QUEUE)
                .withDelivery(List.of("hook")));
  }

  /// Ticks until it is killed.
  ///
  /// @param args the data folder, where to deliver, who does the work
  public static void main(String[] args) {
    Gateway gateway = plan(Path.of(args[0]), args[1], Worker.valueOf(args[2])).embedded();
    gateway.schedules().start();
    System.out.println("ticking");
    gateway.join();
  }
}
