package dev.gatehouse.adapters.delivery;

import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.DeliveryChannel;
import dev.gatehouse.core.spi.DeliveryChannel.Part;
import dev.gatehouse.core.spi.DeliveryChannel.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Letters to try channels with.
final class Letters {

  static final Instant NOW = Instant.parse("2026-05-04T07:00:00Z");

  private Letters() {}

  static Letter saying(String text) {
    Json run = Json.obj("run_id", Json.of("run_1"), "agent", Json.of("analyst"));
    return new Letter("dlv_1", "run.completed", NOW, text, run);
  }

  /// Sends a letter in all its parts.
  static List<Receipt> send(DeliveryChannel channel, Letter letter) {
    List<String> parts = channel.parts(letter);
    List<Receipt> receipts = new ArrayList<>();
    for (int at = 0; at < parts.size(); at++) {
      receipts.add(channel.send(new Part(letter, at + 1, parts.size(), parts.get(at))));
    }
    return receipts;
  }
}
