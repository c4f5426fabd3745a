package dev.gatehouse.gateway.config;

import dev.gatehouse.adapters.cron.CrontabReader;
import dev.gatehouse.core.NearestName;
import dev.gatehouse.gateway.config.ConfigNode.Section;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What must fit together across sections, which no record can check alone.
final class ConfigChecks {

  /// Providers that need no section: their variables or nothing configure them.
  private static final Set<String> BUILT_IN = Set.of("anthropic", "openai", "demo");

  private final GatehouseConfig config;
  private final ConfigNode file;
  private final ConfigErrors errors;
  private final Set<String> providers;

  ConfigChecks(GatehouseConfig config, ConfigNode file, ConfigErrors errors) {
    this.config = config;
    this.file = file;
    this.errors = errors;
    this.providers = new LinkedHashSet<>(config.providers().keySet());
    providers.addAll(BUILT_IN);
  }

  void run() {
    config.providers().forEach(this::provider);
    config.models().forEach(this::model);
    config.agents().forEach(this::agent);
    config
        .mcpServers()
        .forEach((name, server) -> {
          if (!server.isComplete()) {
            report("needs a command or a url", "mcp-servers", name);
          }
        });
    config.schedules().forEach(this::schedule);
  }

  /// Whether agents and deliveries are known shows when all of them are there, also those in Java.
  private void schedule(String name, ScheduleConfig schedule) {
    schedule.missing().ifPresent(what -> report(what, "schedules", name));
    schedule.cron().ifPresent(expression -> cron(expression, name));
    if (schedule.missing().isEmpty()) {
      try {
        var _ = schedule.schedule(name);
      } catch (IllegalArgumentException impossible) {
        report(String.valueOf(impossible.getMessage()), "schedules", name);
      }
    }
  }

  private void cron(String expression, String name) {
    try {
      var _ = new CrontabReader().read(expression);
    } catch (IllegalArgumentException unreadable) {
      report(String.valueOf(unreadable.getMessage()), "schedules", name, "cron");
    }
  }

  private void provider(String name, ProviderConfig provider) {
    var kind = provider.kind(name);
    if (kind.isEmpty()) {
      report(
          "needs a type: anthropic, openai, openai-compatible or demo", "providers", name, "type");
    }
    boolean nowhere = provider.baseUrl().isEmpty();
    if (nowhere && kind.filter(ProviderConfig.Kind.OPENAI_COMPATIBLE::equals).isPresent()) {
      report("an openai-compatible provider needs a base-url", "providers", name, "base-url");
    }
  }

  private void model(String name, ModelConfig model) {
    if (name.contains("/")) {
      report("a name for a chain must not contain \"/\"", "models", name);
    }
    for (String each : model.chain()) {
      modelName(each, "models", name, "chain");
      if (config.models().containsKey(each)) {
        report("\"" + each + "\" is a chain itself; name its models", "models", name, "chain");
      }
    }
  }

  private void agent(String name, AgentConfig agent) {
    if (agent instanceof AgentConfig.Local local) {
      local.model().ifPresent(model -> modelName(model, "agents", name, "model"));
      local
          .channels()
          .forEach((channel, change) ->
              change
                  .model()
                  .ifPresent(
                      model -> modelName(model, "agents", name, "channels", channel, "model")));
    }
  }

  /// A name without a slash may be one from the price table, which is judged where it is known.
  private void modelName(String model, String... path) {
    int slash = model.indexOf('/');
    if (slash < 0 || providers.contains(model.substring(0, slash))) {
      return;
    }
    var provider = model.substring(0, slash);
    var hint =
        NearestName.of(provider, providers)
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse("known are " + String.join(", ", providers));
    report("model \"" + model + "\" names an unknown provider; " + hint, path);
  }

  private void report(String message, String... path) {
    errors.add(line(List.of(path)), String.join(".", path), message);
  }

  /// The line of the innermost key on the path that the file has.
  private int line(List<String> path) {
    int line = 0;
    ConfigNode at = file;
    for (var key : path) {
      if (!(at instanceof Section section) || !section.entries().containsKey(key)) {
        break;
      }
      line = section.keyLines().getOrDefault(key, line);
      at = section.entries().getOrDefault(key, at);
    }
    return line;
  }
}
