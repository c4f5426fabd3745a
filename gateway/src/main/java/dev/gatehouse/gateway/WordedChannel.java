package dev.gatehouse.gateway;

import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.spi.DeliveryChannel;
import java.util.List;

/// Says letters in the words of a template.
record WordedChannel(DeliveryChannel channel, LetterTemplate template) implements DeliveryChannel {

  @Override
  public List<String> parts(Letter letter) {
    return channel.parts(worded(letter));
  }

  @Override
  public Receipt send(Part part) {
    return channel.send(new Part(worded(part.letter()), part.number(), part.count(), part.text()));
  }

  private Letter worded(Letter letter) {
    return letter.withText(template.text(letter));
  }
}
