package dev.gatehouse.gateway;

import dev.gatehouse.adapters.delivery.EmailChannel;
import dev.gatehouse.adapters.delivery.FolderChannel;
import dev.gatehouse.adapters.delivery.MailServer;
import dev.gatehouse.adapters.delivery.SlackChannel;
import dev.gatehouse.adapters.delivery.TelegramChannel;
import dev.gatehouse.adapters.delivery.WebhookChannel;
import dev.gatehouse.adapters.delivery.WebhookSignature;
import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.http.Reach;
import dev.gatehouse.core.delivery.Delivery.Address;
import dev.gatehouse.core.spi.DeliveryChannel;
import dev.gatehouse.core.workflow.TemplateException;
import dev.gatehouse.gateway.config.CallbackConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.DeliveryConfig;
import dev.gatehouse.gateway.config.Secret;
import dev.gatehouse.protocols.api.Handovers;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.KeyFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The places outside to which results are brought: those of the configuration, those of the
/// program, and the URLs that requests name.
final class DeliveryBook implements DeliveryChannel.Directory, Handovers, AutoCloseable {

  private final Egress egress = Egress.open();
  private final InstantSource clock;
  private final Redaction redaction;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final CallbackGuard callbacks;

  /// A place, and who may name it.
  private record Entry(DeliveryChannel channel, CallerRole role) {}

  private DeliveryBook(
      CallbackConfig callbacks, Path data, InstantSource clock, Redaction redaction) {
    this.clock = clock;
    this.redaction = redaction;
    this.callbacks =
        new CallbackGuard(
            Set.copyOf(callbacks.privateHosts()), signature(callbacks, data), clock, egress);
  }

  /// Reads the configuration.
  ///
  /// @throws ConfigException when one of the places cannot be used
  static DeliveryBook of(GatewayPlan plan, InstantSource clock, Redaction redaction) {
    var book = new DeliveryBook(plan.config().server().callbacks(), plan.data(), clock, redaction);
    try {
      plan.config().delivery().forEach(book::add);
      plan.recipients()
          .forEach((name, taker) ->
              book.entries.put(name, new Entry(new RecipientChannel(taker), CallerRole.OPERATOR)));
      return book;
    } catch (ConfigException wrong) {
      book.close();
      throw wrong;
    }
  }

  private WebhookSignature signature(CallbackConfig callbacks, Path data) {
    String secret =
        callbacks
            .secret()
            .map(Secret::reveal)
            .orElseGet(() ->
                HexFormat.of()
                    .formatHex(
                        KeyFile.readOrCreate(data.resolve("callback.key"), new SecureRandom())));
    redaction.learn(secret);
    try {
      return WebhookSignature.by(secret);
    } catch (IllegalArgumentException weak) {
      throw wrong("server.callbacks.secret", weak);
    }
  }

  private static ConfigException wrong(String path, RuntimeException why) {
    return new ConfigException(
        "gatehouse.yaml", List.of(new ConfigError(0, path, String.valueOf(why.getMessage()))));
  }

  private void add(String name, DeliveryConfig config) {
    try {
      DeliveryChannel plain = channel(name, config);
      DeliveryChannel worded =
          config
              .template()
              .map(source -> template("delivery." + name + ".template", source))
              .<DeliveryChannel>map(template -> new WordedChannel(plain, template))
              .orElse(plain);
      entries.put(name, new Entry(new RedactedChannel(worded, redaction), config.role()));
    } catch (IllegalArgumentException | UncheckedIOException unfit) {
      throw wrong("delivery." + name, unfit);
    }
  }

  private static LetterTemplate template(String path, String source) {
    try {
      return LetterTemplate.parse(source);
    } catch (IllegalArgumentException | TemplateException unfit) {
      throw wrong(path, unfit);
    }
  }

  private DeliveryChannel channel(String name, DeliveryConfig config) {
    return switch (config) {
      case DeliveryConfig.Webhook hook -> webhook(hook);
      case DeliveryConfig.Telegram telegram ->
          new TelegramChannel(
              telegram.baseUrl(), telegram.token().reveal(), telegram.chat(), egress);
      case DeliveryConfig.Slack slack -> slack(slack);
      case DeliveryConfig.Email email -> email(name, email);
      case DeliveryConfig.File file -> {
        LetterTemplate named = template("delivery." + name + ".name", file.name());
        yield FolderChannel.into(Path.of(file.dir()), named::text, file.manner());
      }
    };
  }

  /// What is secret of a URL is behind its host, and whoever is called can say that part alone.
  private URI learned(Secret secret) {
    URI url = URI.create(secret.reveal());
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    redaction.learn(url.getRawPath() + query);
    return url;
  }

  private WebhookChannel webhook(DeliveryConfig.Webhook hook) {
    URI url = learned(hook.url());
    Reach reach = Reach.of(url.getHost());
    if (reach == Reach.PRIVATE && !hook.allowPrivate()) {
      throw new IllegalArgumentException(
          "the url leads to the private host \"" + url.getHost() + "\"; say allow-private: true");
    }
    if (reach == Reach.PUBLIC
        && !"https".equalsIgnoreCase(url.getScheme())
        && !hook.allowPrivate()) {
      throw new IllegalArgumentException(
          "the url must begin with https://, since \"" + url.getHost() + "\" is not private");
    }
    return new WebhookChannel(
        hook.url().reveal(),
        hook.allowPrivate() ? Reach.PRIVATE : Reach.PUBLIC,
        WebhookSignature.by(hook.secret().reveal()),
        clock,
        egress);
  }

  private SlackChannel slack(DeliveryConfig.Slack slack) {
    if (slack.url().isPresent() && slack.token().isEmpty() && slack.channel().isEmpty()) {
      return SlackChannel.byWebhook(learned(slack.url().get()).toString(), egress);
    }
    if (slack.url().isEmpty() && slack.token().isPresent() && slack.channel().isPresent()) {
      return SlackChannel.byToken(
          slack.baseUrl(), slack.token().get().reveal(), slack.channel().get(), egress);
    }
    throw new IllegalArgumentException("give the url of an incoming webhook, or token and channel");
  }

  private static EmailChannel email(String name, DeliveryConfig.Email email) {
    Optional<MailServer.Login> login =
        email
            .user()
            .flatMap(user ->
                email.password().map(secret -> new MailServer.Login(user, secret.reveal())));
    LetterTemplate subject = template("delivery." + name + ".subject", email.subject());
    return EmailChannel.of(
        new MailServer(
            email.host(), email.port(), email.security(), login, email.trust().map(Path::of)),
        email.from(),
        email.to(),
        subject::text);
  }

  /// {@return the names of all places}
  Set<String> names() {
    return Set.copyOf(entries.keySet());
  }

  @Override
  public Optional<DeliveryChannel> find(Address address) {
    return switch (address) {
      case Address.Named(String name) -> Optional.ofNullable(entries.get(name)).map(Entry::channel);
      case Address.Callback(String url) ->
          Optional.of(new RedactedChannel(callbacks.channel(url), redaction));
    };
  }

  @Override
  public List<String> names(CallerRole role) {
    return entries.entrySet().stream()
        .filter(entry -> role.covers(entry.getValue().role()))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public Optional<String> refusal(String callbackUrl) {
    return callbacks.refusal(callbackUrl);
  }

  @Override
  public void close() {
    egress.close();
  }
}
