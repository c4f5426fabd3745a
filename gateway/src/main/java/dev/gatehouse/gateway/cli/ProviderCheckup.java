package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ProviderConfig;
import dev.gatehouse.gateway.config.ProviderConfig.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the doctor can tell about providers. Keys are never printed.
final class ProviderCheckup {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private ProviderCheckup() {}

  static List<Diagnosis> keys(GatehouseConfig config, Environment environment) {
    var findings = new ArrayList<Diagnosis>();
    var keyed = false;
    for (var name : List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY")) {
      if (environment.variable(name).isPresent()) {
        findings.add(Diagnosis.good("provider key", name + " is set"));
        keyed = true;
      }
    }
    config.providers().forEach((name, provider) -> findings.add(configured(name, provider)));
    if (!keyed && config.providers().isEmpty()) {
      findings.add(
          Diagnosis.note(
              "provider key",
              "none is set, so the built-in demo model answers",
              "set ANTHROPIC_API_KEY or OPENAI_API_KEY, or configure a provider"));
    }
    return findings;
  }

  private static Diagnosis configured(String name, ProviderConfig provider) {
    var has = provider.apiKey().isPresent() || provider.authToken().isPresent();
    return Diagnosis.good(
        "provider " + name, has ? "has a key of its own" : "uses no key of its own");
  }

  /// Asks every provider's address for anything at all; whatever it answers, it is there.
  static List<Diagnosis> reach(GatehouseConfig config, Environment environment) {
    var findings = new ArrayList<Diagnosis>();
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      addresses(config, environment)
          .forEach((name, url) -> findings.add(reached(client, name, url)));
    }
    return findings;
  }

  private static Map<String, String> addresses(GatehouseConfig config, Environment environment) {
    var addresses = new LinkedHashMap<String, String>();
    if (environment.variable("ANTHROPIC_API_KEY").isPresent()) {
      addresses.put("anthropic", vendor(environment, Kind.ANTHROPIC).orElse(""));
    }
    if (environment.variable("OPENAI_API_KEY").isPresent()) {
      addresses.put("openai", vendor(environment, Kind.OPENAI).orElse(""));
    }
    config
        .providers()
        .forEach((name, provider) ->
            provider
                .baseUrl()
                .or(() -> provider.kind(name).flatMap(kind -> vendor(environment, kind)))
                .ifPresent(url -> addresses.put(name, url)));
    return addresses;
  }

  private static Optional<String> vendor(Environment environment, Kind kind) {
    return switch (kind) {
      case ANTHROPIC ->
          environment
              .variable("ANTHROPIC_BASE_URL")
              .or(() -> Optional.of("https://api.anthropic.com"));
      case OPENAI ->
          environment
              .variable("OPENAI_BASE_URL")
              .or(() -> Optional.of("https://api.openai.com/v1"));
      case OPENAI_COMPATIBLE, DEMO -> Optional.empty();
    };
  }

  private static Diagnosis reached(HttpClient client, String name, String url) {
    try {
      var status =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).GET().build(),
                  BodyHandlers.discarding())
              .statusCode();
      return Diagnosis.good("provider " + name, url + " answers (HTTP " + status + ")");
    } catch (IOException | IllegalArgumentException unreachable) {
      return Diagnosis.bad(
          "provider " + name,
          url + " cannot be reached: " + unreachable,
          "check the network, a proxy, and the base-url");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Diagnosis.bad("provider " + name, "the check was interrupted", "run it again");
    }
  }
}
