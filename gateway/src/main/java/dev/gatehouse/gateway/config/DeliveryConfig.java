package dev.gatehouse.gateway.config;

import dev.gatehouse.adapters.delivery.FolderChannel;
import dev.gatehouse.adapters.delivery.MailServer;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.protocols.http.CallerRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A place outside to which the results of runs are brought.
public sealed interface DeliveryConfig {

  /// {@return what is brought, as a text with `{{ path }}` over the run; the answer when absent}
  Optional<String> template();

  /// {@return the least role whose requests may name it}
  CallerRole role();

  /// A URL to which results are posted, signed.
  record Webhook(
      @Required @Doc("Where results are posted, https unless it is private.") Secret url,
      @Required @Doc("What they are signed with; whsec_ and Base64, or any text.") Secret secret,
      @Doc("Whether it may lie on this machine or its network.") boolean allowPrivate,
      @Doc("What is said, with {{ path }} over the run; its answer when absent.")
          Optional<String> template,
      @Doc("The least role whose requests may name it.") CallerRole role)
      implements DeliveryConfig {

    static final Webhook STANDARD = of("https://example.com/", "0123456789abcdef");

    /// Requires a URL.
    public Webhook {
      Require.httpUrl("url", url);
    }

    /// A webhook on the open internet.
    public static Webhook of(String url, String secret) {
      return new Webhook(
          Secret.of(url), Secret.of(secret), false, Optional.empty(), CallerRole.OPERATOR);
    }

    /// {@return this webhook, which may lie on this machine or its network}
    public Webhook privately() {
      return new Webhook(url, secret, true, template, role);
    }
  }

  /// A chat of Telegram.
  record Telegram(
      @Required @Doc("The token of the bot.") Secret token,
      @Required @Doc("The id of the chat, or @name.") String chat,
      @Doc("Where Telegram is.") String baseUrl,
      @Doc("What is said, with {{ path }} over the run; its answer when absent.")
          Optional<String> template,
      @Doc("The least role whose requests may name it.") CallerRole role)
      implements DeliveryConfig {

    static final Telegram STANDARD = of("0:token", "0");

    /// Requires a chat.
    public Telegram {
      Require.notBlank("chat", chat);
      Require.httpUrl("base-url", baseUrl);
      if (!token.reveal().matches("[A-Za-z0-9:_-]+")) {
        throw new BadValueException("token", " holds letters that no bot token has");
      }
    }

    /// A chat.
    public static Telegram of(String token, String chat) {
      return new Telegram(
          Secret.of(token),
          chat,
          "https://api.telegram.org",
          Optional.empty(),
          CallerRole.OPERATOR);
    }
  }

  /// A channel of Slack: an incoming webhook, or a bot's token and a channel.
  record Slack(
      @Doc("The URL of an incoming webhook.") Optional<Secret> url,
      @Doc("The token of a bot, in place of the URL.") Optional<Secret> token,
      @Doc("Where the bot posts.") Optional<String> channel,
      @Doc("Where Slack's API is.") String baseUrl,
      @Doc("What is said, with {{ path }} over the run; its answer when absent.")
          Optional<String> template,
      @Doc("The least role whose requests may name it.") CallerRole role)
      implements DeliveryConfig {

    static final Slack STANDARD =
        new Slack(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "https://slack.com/api",
            Optional.empty(),
            CallerRole.OPERATOR);

    /// Refuses malformed URLs.
    public Slack {
      url.ifPresent(hook -> Require.httpUrl("url", hook));
      Require.httpUrl("base-url", baseUrl);
    }

    /// An incoming webhook.
    public static Slack byWebhook(String url) {
      return new Slack(
          Optional.of(Secret.of(url)),
          STANDARD.token,
          STANDARD.channel,
          STANDARD.baseUrl,
          STANDARD.template,
          STANDARD.role);
    }

    /// A bot.
    public static Slack byToken(String token, String channel) {
      return new Slack(
          STANDARD.url,
          Optional.of(Secret.of(token)),
          Optional.of(channel),
          STANDARD.baseUrl,
          STANDARD.template,
          STANDARD.role);
    }
  }

  /// People's mailboxes.
  record Email(
      @Required @Doc("The mail server.") String host,
      @Doc("Its port.") int port,
      @Doc("How the connection is kept secret.") MailServer.Security security,
      @Doc("Who hands in mail, when the server wants to know.") Optional<String> user,
      @Doc("The user's password.") Optional<Secret> password,
      @Doc("A PEM file of the certificates to trust in place of those that Java trusts.")
          Optional<String> trust,
      @Required @Doc("The address mail comes from.") String from,
      @Required @Doc("The addresses it goes to.") List<String> to,
      @Doc("What stands above it, with {{ path }} over the run.") String subject,
      @Doc("What is said, with {{ path }} over the run; its answer when absent.")
          Optional<String> template,
      @Doc("The least role whose requests may name it.") CallerRole role)
      implements DeliveryConfig {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    static final Email STANDARD =
        new Email(
            "localhost",
            587,
            MailServer.Security.STARTTLS,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "gatehouse@example.com",
            List.of("you@example.com"),
            "{{ agent }}: {{ event }}",
            Optional.empty(),
            CallerRole.OPERATOR);

    /// Requires somebody to write to, and keeps passwords off wires that others can read.
    public Email {
      to = List.copyOf(to);
      Require.notBlank("host", host);
      Require.within("port", port, 1, 65_535);
      Require.notEmpty("to", to);
      if (user.isPresent() != password.isPresent()) {
        throw new BadValueException("password", " and user belong together; give both or neither");
      }
      boolean open = security == MailServer.Security.NONE && !LOOPBACK.contains(host);
      if (password.isPresent() && open) {
        throw new BadValueException(
            "security", " none would send the password in the clear; use starttls or tls");
      }
    }
  }

  /// Files in a folder.
  record File(
      @Required @Doc("The folder; it is made when it is not there.") String dir,
      @Doc("The file a result goes in, with {{ path }} over the run.") String name,
      @Doc("What becomes of a file that is there already.") FolderChannel.Manner manner,
      @Doc("What is said, with {{ path }} over the run; its answer when absent.")
          Optional<String> template,
      @Doc("The least role whose requests may name it.") CallerRole role)
      implements DeliveryConfig {

    static final File STANDARD = in("results");

    /// Requires names.
    public File {
      Require.notBlank("dir", dir);
      Require.notBlank("name", name);
    }

    /// One file per run.
    public static File in(String dir) {
      return new File(
          dir,
          "{{ run_id }}.txt",
          FolderChannel.Manner.REPLACE,
          Optional.empty(),
          CallerRole.OPERATOR);
    }
  }
}
