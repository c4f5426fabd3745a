package dev.gatehouse.gateway;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.Secret;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The one place where secrets are taken out of what others wrote: answers of tools, failures of
/// models, lines of the log.
///
/// It knows every secret of the configuration and those that sessions bring along, and what looks
/// like a credential wherever it stands. For any number of threads.
final class Redaction {

  private static final String HIDDEN = "[hidden]";

  /// Shorter ones are words, and to hide words would hide what was said.
  private static final int SHORTEST = 8;

  private static final List<String> VENDORS =
      List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY");

  private static final int MOST_LEARNED = 10_000;
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(?i)\\b(?:bearer|basic)\\s+[A-Za-z0-9._~+/=-]{16,}"
              + "|\\bsk-[A-Za-z0-9_-]{16,}"
              + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}");

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /// Knows the secrets of a configuration, and the keys that vendors' variables hold.
  static Redaction of(GatehouseConfig config, Environment environment) {
    var redaction = new Redaction();
    redaction.learn(config);
    VENDORS.forEach(name -> environment.variable(name).ifPresent(redaction::learn));
    return redaction;
  }

  /// Every secret in records, maps and lists, however deep.
  private void learn(Object value) {
    switch (value) {
      case Secret secret -> learn(secret.reveal());
      case Optional<?> some -> some.ifPresent(this::learn);
      case Map<?, ?> map -> map.values().forEach(this::learn);
      case Collection<?> all -> all.forEach(this::learn);
      case Record record -> {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
          learn(component(record, component));
        }
      }
      default -> {}
    }
  }

  private static Object component(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException closed) {
      throw new IllegalStateException("cannot read " + component, closed);
    }
  }

  /// Knows one more secret, and what stands after its first word, such as `Bearer`.
  void learn(String secret) {
    for (String part : List.of(secret, secret.substring(secret.indexOf(' ') + 1))) {
      if (part.length() >= SHORTEST && known.size() < MOST_LEARNED) {
        known.add(part);
      }
    }
  }

  /// {@return a credential, known from now on}
  Credential learned(Credential credential) {
    learn(credential.reveal());
    return credential;
  }

  /// {@return a text without secrets}
  String clean(String text) {
    String clean = text;
    for (String secret : known) {
      clean = clean.contains(secret) ? clean.replace(secret, HIDDEN) : clean;
    }
    return CREDENTIAL.matcher(clean).replaceAll(HIDDEN);
  }

  /// {@return a value without secrets}
  Json clean(Json value) {
    return switch (value) {
      case Json.Str(String text) -> Json.of(clean(text));
      case Json.Arr(List<Json> items) -> Json.array(items.stream().map(this::clean).toList());
      case Json.Obj object -> object(object);
      case Json.Num _, Json.Bool _, Json.Null _ -> value;
    };
  }

  Json.Obj object(Json.Obj object) {
    var clean = Json.object();
    object.members().forEach((name, value) -> clean.put(clean(name), clean(value)));
    return clean.build();
  }

  /// {@return a failure without secrets}
  Failure clean(Failure failure) {
    return new Failure(
        failure.code(),
        clean(failure.message()),
        failure.retryable(),
        failure.retryAfter(),
        failure.subCode().map(this::clean));
  }

  /// {@return an outcome without secrets}
  ToolOutcome clean(ToolOutcome outcome) {
    return switch (outcome) {
      case ToolOutcome.Ok ok -> new ToolOutcome.Ok(clean(ok.value()), ok.images());
      case ToolOutcome.Failed(Failure failure) -> new ToolOutcome.Failed(clean(failure));
    };
  }
}
