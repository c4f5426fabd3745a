package dev.gatehouse.adapters.delivery;

import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.http.EgressRefused;
import dev.gatehouse.adapters.http.EgressReply;
import dev.gatehouse.adapters.http.EgressRequest;
import dev.gatehouse.adapters.http.Reach;
import dev.gatehouse.adapters.http.RetryAfter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.DeliveryChannel.Receipt;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Posts JSON to a service and says what became of it, as the status tells. Channels whose services
/// say more in the body read that themselves.
final class PostedJson {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int MAX_ANSWER = 64 << 10;
  private static final int MAX_QUOTED = 200;

  /// Failures that pass; the other ones below 500 are about what was sent.
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private PostedJson() {}

  /// What a service made of a post.
  sealed interface Posted {

    /// It took it, and said this.
    record Taken(String answer) implements Posted {}

    /// It did not.
    ///
    /// @param answer what it said, if it said anything
    record Failed(Receipt receipt, String answer) implements Posted {

      private static Failed without(Receipt receipt) {
        return new Failed(receipt, "");
      }
    }
  }

  /// Posts a body.
  static Posted to(
      Egress egress, String url, Reach reach, Map<String, String> headers, String body) {
    return to(
        egress,
        new EgressRequest("POST", url, reach, headers, Optional.of(body), TIMEOUT, MAX_ANSWER));
  }

  static Posted to(Egress egress, EgressRequest request) {
    try {
      return posted(egress.send(request, CancelSignal.NEVER));
    } catch (EgressRefused refused) {
      return Posted.Failed.without(new Receipt.Refused(String.valueOf(refused.getMessage())));
    } catch (IOException failed) {
      return Posted.Failed.without(Receipt.Later.of(String.valueOf(failed.getMessage())));
    }
  }

  private static Posted posted(EgressReply reply) {
    if (reply.succeeded()) {
      return new Posted.Taken(reply.text());
    }
    String why = "the service answered " + reply.status() + quoted(reply.text());
    boolean passes = reply.status() >= 500 || PASSING.contains(reply.status());
    return new Posted.Failed(
        passes ? new Receipt.Later(why, asked(reply)) : new Receipt.Refused(why), reply.text());
  }

  private static Duration asked(EgressReply reply) {
    return reply
        .retryAfter()
        .flatMap(value -> RetryAfter.of("", value, Instant.now()))
        .orElse(Duration.ZERO);
  }

  private static String quoted(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      return "";
    }
    return ": " + (line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…");
  }

  /// {@return an answer as JSON; `null` when it is none}
  static Json parsed(String answer) {
    try {
      return Json.parse(answer);
    } catch (JsonException _) {
      return Json.NULL; // a proxy's page, say
    }
  }
}
