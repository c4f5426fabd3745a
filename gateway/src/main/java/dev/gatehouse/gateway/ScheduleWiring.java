package dev.gatehouse.gateway;

import dev.gatehouse.adapters.cron.CrontabReader;
import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.schedule.Schedules;
import dev.gatehouse.runtime.schedule.ServedTargets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Turns configured schedules into schedules that can be served, or says what is wrong with them.
final class ScheduleWiring {

  private static final int MAX_CHECKLIST = 64 << 10;

  private ScheduleWiring() {}

  static Schedules open(
      GatewayPlan plan,
      AgentRuntime runtime,
      Schedules.Deliveries deliveries,
      HeadlessReception reception) {
    GatehouseConfig config = plan.config();
    Schedules schedules =
        new Schedules(
            new Schedules.Parts(
                runtime,
                new CrontabReader(),
                new ServedTargets(runtime, new NetworkntValidator(), reception),
                reception,
                deliveries,
                ScheduleWiring::checklist,
                plan.ticks()),
            configured(config));
    requireValid(schedules, config);
    return schedules;
  }

  private static List<Schedule> configured(GatehouseConfig config) {
    List<ConfigError> errors = new ArrayList<>();
    List<Schedule> all = new ArrayList<>();
    config
        .schedules()
        .forEach((name, schedule) -> {
          try {
            all.add(schedule.schedule(name));
          } catch (IllegalArgumentException wrong) {
            errors.add(error(name, String.valueOf(wrong.getMessage())));
          }
        });
    refuse(errors);
    return all;
  }

  private static void requireValid(Schedules schedules, GatehouseConfig config) {
    List<ConfigError> errors = new ArrayList<>();
    for (Schedule schedule : configured(config)) {
      schedules.invalid(schedule).ifPresent(why -> errors.add(error(schedule.name(), why)));
    }
    refuse(errors);
  }

  private static ConfigError error(String name, String what) {
    return new ConfigError(0, "schedules." + name, what);
  }

  private static void refuse(List<ConfigError> errors) {
    if (!errors.isEmpty()) {
      throw new ConfigException("gatehouse.yaml", errors);
    }
  }

  private static String checklist(String file) throws IOException {
    Path path = Path.of(file).toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      return "";
    }
    try (var in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_CHECKLIST + 1);
      if (bytes.length > MAX_CHECKLIST) {
        throw new IOException("it is longer than " + MAX_CHECKLIST + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
