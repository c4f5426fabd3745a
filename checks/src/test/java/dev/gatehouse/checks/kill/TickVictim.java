package dev.gatehouse.checks.kill;

import dev.gatehouse.core.schedule.Timing;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.DeliveryConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ScheduleConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A process that ticks every few seconds and delivers what comes of it, until it is killed.
final class TickVictim {

  static final String KEY = "default/watch";

  /// Long enough for a slow machine: no more than a hundred ticks are made up for.
  static final Duration PERIOD = Duration.ofSeconds(3);

  private TickVictim() {}

  static GatewayPlan plan(Path data, String webhook) {
    DeliveryConfig.Webhook hook = DeliveryConfig.Webhook.of(webhook, "0123456789abcdef");
    return Gateway.plan()
        .config(GatehouseConfig.STANDARD.withDelivery("hook", hook.privately()))
        .environment(Environment.of(_ -> null))
        .data(data)
        .agent("echo", AgentConfig.Local.STANDARD.withModel("demo/echo"))
        .schedule(
            "watch",
            ScheduleConfig.every(PERIOD, "echo", "tick")
                .withMissed(Timing.Missed.ALL)
                .withOverlap(Timing.Overlap.QUEUE)
                .withDelivery(List.of("hook")));
  }

  /// Ticks until it is killed.
  ///
  /// @param args the data folder, where to deliver
  public static void main(String[] args) {
    Gateway gateway = plan(Path.of(args[0]), args[1]).embedded();
    gateway.schedules().start();
    System.out.println("ticking");
    gateway.join();
  }
}
