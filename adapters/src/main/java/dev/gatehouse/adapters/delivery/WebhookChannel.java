package dev.gatehouse.adapters.delivery;

import dev.gatehouse.adapters.delivery.PostedJson.Posted;
import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.http.Reach;
import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.DeliveryChannel;
import java.time.InstantSource;

/// Posts letters, signed, to a URL: `{type, timestamp, data: {delivery_id, text, run}}`.
public final class WebhookChannel implements DeliveryChannel {

  private final String url;
  private final Reach reach;
  private final WebhookSignature signature;
  private final InstantSource clock;
  private final Egress egress;

  /// A channel to a URL.
  ///
  /// @param reach whether it may lead to a private address
  public WebhookChannel(
      String url, Reach reach, WebhookSignature signature, InstantSource clock, Egress egress) {
    this.url = url;
    this.reach = reach;
    this.signature = signature;
    this.clock = clock;
    this.egress = egress;
  }

  @Override
  public Receipt send(Part part) {
    String body = body(part.letter()).toString();
    return switch (PostedJson.to(
        egress, url, reach, signature.headers(part.id(), clock.instant(), body), body)) {
      case Posted.Taken _ -> new Receipt.Delivered();
      case Posted.Failed failed -> failed.receipt();
    };
  }

  private static Json body(Letter letter) {
    return Json.object()
        .put("type", letter.event())
        .put("timestamp", letter.at().toString())
        .put(
            "data",
            Json.object()
                .put("delivery_id", letter.id())
                .put("text", letter.text())
                .put("run", letter.run())
                .build())
        .build();
  }
}
