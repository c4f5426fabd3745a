package dev.gatehouse.adapters.delivery;

import dev.gatehouse.adapters.delivery.PostedJson.Posted;
import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.http.Reach;
import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.delivery.Pieces;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.DeliveryChannel;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Sends letters to a chat of Telegram, as a bot.
public final class TelegramChannel implements DeliveryChannel {

  /// The most UTF-16 units of a message.
  private static final int MAX_TEXT = 4_096;

  private static final long LONGEST_WAIT_SECONDS = 1_000_000;

  private final String url;
  private final Reach reach;
  private final String chat;
  private final Egress egress;

  /// A channel to a chat.
  ///
  /// @param base where Telegram is, such as `https://api.telegram.org`
  /// @param token the bot's, a secret
  /// @param chat the id of a chat, or `@name`
  public TelegramChannel(String base, String token, String chat, Egress egress) {
    this.url = base.replaceFirst("/+$", "") + "/bot" + token + "/sendMessage";
    this.reach = Reach.of(URI.create(base).getHost());
    this.chat = chat;
    this.egress = egress;
  }

  @Override
  public List<String> parts(Letter letter) {
    return Pieces.of(letter.text(), MAX_TEXT);
  }

  @Override
  public Receipt send(Part part) {
    Json body = Json.obj("chat_id", Json.of(chat), "text", Json.of(part.text()));
    return switch (PostedJson.to(egress, url, reach, Map.of(), body.toString())) {
      case Posted.Taken(String answer) ->
          PostedJson.parsed(answer).at("ok").flatMap(Json::bool).orElse(false)
              ? new Receipt.Delivered()
              : Receipt.Later.of("the answer does not come from Telegram");
      case Posted.Failed(Receipt.Later later, String answer) ->
          new Receipt.Later(later.why(), longer(later.after(), answer));
      case Posted.Failed failed -> failed.receipt();
    };
  }

  /// Telegram says in the body how long to wait.
  private static Duration longer(Duration asked, String answer) {
    long seconds =
        PostedJson.parsed(answer)
            .path("parameters", "retry_after")
            .flatMap(Json::number)
            .map(BigDecimal::longValue)
            .orElse(0L);
    Duration theirs = Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_WAIT_SECONDS));
    return theirs.compareTo(asked) > 0 ? theirs : asked;
  }

  /// Without the token.
  @Override
  public String toString() {
    return "TelegramChannel[" + chat + "]";
  }
}
