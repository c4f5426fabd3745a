package dev.gatehouse.gateway;

import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.spi.DeliveryChannel;
import java.util.List;

/// Takes secrets out of what the other side says, which may quote what it was sent.
record RedactedChannel(DeliveryChannel channel, Redaction redaction) implements DeliveryChannel {

  @Override
  public List<String> parts(Letter letter) {
    return channel.parts(letter);
  }

  @Override
  public Receipt send(Part part) {
    return switch (channel.send(part)) {
      case Receipt.Delivered done -> done;
      case Receipt.Later later -> new Receipt.Later(redaction.clean(later.why()), later.after());
      case Receipt.Refused refused -> new Receipt.Refused(redaction.clean(refused.why()));
    };
  }
}
