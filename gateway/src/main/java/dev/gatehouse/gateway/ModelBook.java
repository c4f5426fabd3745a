package dev.gatehouse.gateway;

import dev.gatehouse.adapters.anthropic.AnthropicModel;
import dev.gatehouse.adapters.demo.DemoModel;
import dev.gatehouse.adapters.http.Patience;
import dev.gatehouse.adapters.http.ProviderSettings;
import dev.gatehouse.adapters.http.TrustedCertificates;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.openai.OpenAiModel;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ProviderConfig;
import dev.gatehouse.gateway.config.ProviderConfig.Kind;
import dev.gatehouse.gateway.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The providers of a gateway and the models that speak to them, by the provider's name.
///
/// Without configuration there are the two vendors by their own environment variables, and the demo
/// model. A provider without a credential is there all the same: asking it fails with a message
/// that names the variable.
final class ModelBook {

  private final Map<String, Model> models = new LinkedHashMap<>();
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final Map<String, List<String>> seats = new LinkedHashMap<>();
  private final Map<String, Integer> bounds = new LinkedHashMap<>();
  private final Environment environment;

  private ModelBook(Environment environment) {
    this.environment = environment;
  }

  static ModelBook of(
      GatehouseConfig config, Environment environment, Upstream upstream, Map<String, Model> own) {
    ModelBook book = new ModelBook(environment);
    book.add("anthropic", ProviderConfig.STANDARD.withType(Kind.ANTHROPIC), upstream);
    book.add("openai", ProviderConfig.STANDARD.withType(Kind.OPENAI), upstream);
    book.add("demo", ProviderConfig.STANDARD.withType(Kind.DEMO), upstream);
    config.providers().forEach((name, provider) -> book.add(name, provider, upstream));
    config.agents().forEach((name, agent) -> book.addRemote(name, agent, upstream));
    own.forEach((name, model) -> book.seat(name, List.of(name), List.of(model)));
    return book;
  }

  /// {@return the names a provider has for deployments: its own, or one for each of several keys;
  /// none when there is no such provider}
  List<String> seats(String provider) {
    return seats.getOrDefault(provider, List.of());
  }

  /// {@return the model behind one of the names of a provider's deployments}
  Model model(String seat) {
    return Optional.ofNullable(models.get(seat))
        .orElseThrow(() -> new IllegalArgumentException("nothing is called '" + seat + "'"));
  }

  /// {@return how many calls a deployment of a provider should have at a time}
  Optional<Integer> maxConcurrent(String provider) {
    return Optional.ofNullable(bounds.get(provider));
  }

  /// {@return the wire a provider speaks, empty for one that code brought along}
  Optional<Kind> kind(String provider) {
    return Optional.ofNullable(kinds.get(provider));
  }

  /// {@return the names of all providers}
  List<String> providers() {
    return List.copyOf(seats.keySet());
  }

  /// {@return the model for those who name none: of the vendor whose key is set, else the demo
  /// model}
  String standard() {
    if (environment
        .variable("ANTHROPIC_API_KEY")
        .or(() -> environment.variable("ANTHROPIC_AUTH_TOKEN"))
        .isPresent()) {
      return "anthropic/claude-sonnet-4-6";
    }
    return environment.variable("OPENAI_API_KEY").isPresent() ? "openai/gpt-5.4" : "demo/demo";
  }

  private void add(String name, ProviderConfig provider, Upstream upstream) {
    Kind kind =
        provider
            .kind(name)
            .orElseThrow(() ->
                new ConfigException(
                    "gatehouse.yaml",
                    List.of(
                        new ConfigError(
                            0,
                            "providers." + name + ".type",
                            "is missing; write anthropic, openai, openai-compatible or demo"))));
    Upstream way = provider.trust().map(pem -> trusting(name, pem, upstream)).orElse(upstream);
    kinds.put(name, kind);
    provider.maxConcurrent().ifPresent(most -> bounds.put(name, most));
    if (provider.keys().isEmpty()) {
      seat(name, List.of(name), List.of(model(name, kind, provider, way)));
      return;
    }
    List<String> names = new ArrayList<>();
    List<Model> behind = new ArrayList<>();
    for (Secret key : provider.keys()) {
      names.add(name + "#" + (names.size() + 1));
      behind.add(model(name, kind, provider.withApiKey(key), way));
    }
    seat(name, names, behind);
  }

  private static Upstream trusting(String name, String pem, Upstream upstream) {
    try {
      return upstream.trusting(TrustedCertificates.read(Path.of(pem)));
    } catch (IllegalArgumentException unusable) {
      String why = String.valueOf(unusable.getMessage());
      throw new ConfigException(
          "gatehouse.yaml", List.of(new ConfigError(0, "providers." + name + ".trust", why)));
    }
  }

  private void seat(String provider, List<String> names, List<Model> behind) {
    seats.put(provider, List.copyOf(names));
    for (int number = 0; number < names.size(); number++) {
      models.put(names.get(number), behind.get(number));
    }
  }

  private Model model(String name, Kind kind, ProviderConfig provider, Upstream upstream) {
    return switch (kind) {
      case ANTHROPIC -> AnthropicModel.of(anthropic(name, provider), upstream);
      case OPENAI -> OpenAiModel.responses(openai(name, provider), upstream);
      case OPENAI_COMPATIBLE -> OpenAiModel.chat(compatible(name, provider), upstream);
      case DEMO -> DemoModel.atHumanPace();
    };
  }

  private void addRemote(String name, AgentConfig agent, Upstream upstream) {
    if (agent instanceof AgentConfig.Remote remote) {
      String provider = AgentBook.remoteProvider(name);
      ProviderSettings settings = ProviderSettings.open(provider, URI.create(remote.url()));
      Optional<Credential> key = remote.apiKey().map(secret -> Credential.key(secret.reveal()));
      Model model = OpenAiModel.chat(key.map(settings::withCredential).orElse(settings), upstream);
      seat(provider, List.of(provider), List.of(model));
    }
  }

  private ProviderSettings anthropic(String name, ProviderConfig provider) {
    String url =
        provider
            .baseUrl()
            .or(() -> environment.variable("ANTHROPIC_BASE_URL"))
            .orElse(AnthropicModel.BASE_URL.toString());
    ProviderSettings settings =
        ProviderSettings.keyed(name, URI.create(url), AnthropicModel.KEY_VARIABLE);
    Optional<Credential> known =
        credential(provider)
            .or(() -> environment.variable("ANTHROPIC_API_KEY").map(Credential::key))
            .or(() -> environment.variable("ANTHROPIC_AUTH_TOKEN").map(Credential::bearer));
    return finished(settings, provider, known);
  }

  private ProviderSettings openai(String name, ProviderConfig provider) {
    String url =
        provider
            .baseUrl()
            .or(() -> environment.variable("OPENAI_BASE_URL"))
            .orElse(OpenAiModel.BASE_URL.toString());
    ProviderSettings settings =
        ProviderSettings.keyed(name, URI.create(url), OpenAiModel.KEY_VARIABLE);
    Optional<Credential> known =
        credential(provider).or(() -> environment.variable("OPENAI_API_KEY").map(Credential::key));
    return finished(settings, provider, known);
  }

  private ProviderSettings compatible(String name, ProviderConfig provider) {
    String url =
        provider
            .baseUrl()
            .orElseThrow(() ->
                new ConfigException(
                    "gatehouse.yaml",
                    List.of(
                        new ConfigError(
                            0,
                            "providers." + name + ".base-url",
                            "is missing; a provider of type openai-compatible has no address of its"
                                + " own"))));
    return finished(ProviderSettings.open(name, URI.create(url)), provider, credential(provider));
  }

  private static ProviderSettings finished(
      ProviderSettings settings, ProviderConfig provider, Optional<Credential> credential) {
    ProviderSettings with = credential.map(settings::withCredential).orElse(settings);
    for (var header : provider.headers().entrySet()) {
      with = with.withHeader(header.getKey(), header.getValue().reveal());
    }
    return with.withPatience(Patience.STANDARD.withWhole(provider.timeout()));
  }

  private static Optional<Credential> credential(ProviderConfig provider) {
    return provider
        .apiKey()
        .map(key -> Credential.key(key.reveal()))
        .or(() -> provider.authToken().map(token -> Credential.bearer(token.reveal())));
  }
}
