package dev.gatehouse.adapters.delivery;

import dev.gatehouse.adapters.delivery.PostedJson.Posted;
import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.http.Reach;
import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.delivery.Pieces;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.DeliveryChannel;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Sends letters to Slack: through an incoming webhook, or to a channel with a bot's token.
public final class SlackChannel implements DeliveryChannel {

  /// The most characters Slack advises for one message; it cuts what has ten times as many.
  private static final int MAX_TEXT = 4_000;

  /// What `chat.postMessage` calls failures that pass.
  private static final Set<String> PASSING =
      Set.of(
          "ratelimited",
          "rate_limited",
          "message_limit_exceeded",
          "internal_error",
          "fatal_error",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org");

  private final Door door;
  private final Egress egress;

  private SlackChannel(Door door, Egress egress) {
    this.door = door;
    this.egress = egress;
  }

  /// The two ways into Slack.
  private sealed interface Door {

    /// An incoming webhook; its URL is the secret.
    record Hook(String url) implements Door {
      @Override
      public String toString() {
        return "Hook";
      }
    }

    /// A bot that posts.
    record Bot(String url, String token, String channel) implements Door {
      @Override
      public String toString() {
        return "Bot[" + channel + "]";
      }
    }
  }

  /// A channel through an incoming webhook.
  public static SlackChannel byWebhook(String url, Egress egress) {
    return new SlackChannel(new Door.Hook(url), egress);
  }

  /// A channel by a bot.
  ///
  /// @param base where Slack is, such as `https://slack.com/api`
  public static SlackChannel byToken(String base, String token, String channel, Egress egress) {
    String url = base.replaceFirst("/+$", "") + "/chat.postMessage";
    return new SlackChannel(new Door.Bot(url, token, channel), egress);
  }

  @Override
  public List<String> parts(Letter letter) {
    return Pieces.of(letter.text(), MAX_TEXT);
  }

  @Override
  public Receipt send(Part part) {
    Json text = Json.of(escaped(part.text()));
    return switch (door) {
      case Door.Hook(String url) ->
          switch (post(url, Map.of(), Json.obj("text", text))) {
            case Posted.Taken _ -> new Receipt.Delivered();
            case Posted.Failed failed -> failed.receipt();
          };
      case Door.Bot bot -> send(part, text, bot);
    };
  }

  private Receipt send(Part part, Json text, Door.Bot bot) {
    Json body =
        Json.object()
            .put("channel", bot.channel())
            .put("text", text)
            .put(
                "metadata",
                Json.obj(
                    "event_type",
                    Json.of("gatehouse_delivery"),
                    "event_payload",
                    Json.obj("delivery_id", Json.of(part.id()))))
            .build();
    Posted posted = post(bot.url(), Map.of("Authorization", "Bearer " + bot.token()), body);
    return switch (posted) {
      case Posted.Taken(String answer) -> receipt(PostedJson.parsed(answer));
      case Posted.Failed failed -> failed.receipt();
    };
  }

  /// The status is 200 whatever happened; the body says it.
  private static Receipt receipt(Json answer) {
    if (answer.at("ok").flatMap(Json::bool).orElse(false)) {
      return new Receipt.Delivered();
    }
    String error = answer.at("error").flatMap(Json::text).orElse("");
    String why = error.isEmpty() ? "the answer does not come from Slack" : "Slack says " + error;
    return error.isEmpty() || PASSING.contains(error)
        ? Receipt.Later.of(why)
        : new Receipt.Refused(why);
  }

  private Posted post(String url, Map<String, String> headers, Json body) {
    return PostedJson.to(
        egress, url, Reach.of(URI.create(url).getHost()), headers, body.toString());
  }

  /// Slack's own three marks; everything else is text.
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String toString() {
    return "SlackChannel[" + door + "]";
  }
}
