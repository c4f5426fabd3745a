package dev.gatehouse.gateway;

import dev.gatehouse.core.spi.DeliveryChannel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Hands letters to a program.
record RecipientChannel(Recipient recipient) implements DeliveryChannel {

  private static final Logger LOG = System.getLogger(RecipientChannel.class.getName());

  @Override
  public Receipt send(Part part) {
    try {
      recipient.take(part.letter());
      return new Receipt.Delivered();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Receipt.Later.of("the gateway stopped meanwhile");
    } catch (Exception failed) {
      LOG.log(Level.WARNING, "the recipient of " + part.id() + " failed", failed);
      return Receipt.Later.of("the recipient failed: " + failed);
    }
  }
}
