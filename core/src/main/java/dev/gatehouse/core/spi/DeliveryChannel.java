package dev.gatehouse.core.spi;

import dev.gatehouse.core.delivery.Delivery;
import dev.gatehouse.core.delivery.Letter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A way to bring letters to one place outside. For any number of threads.
///
/// It tries once and says what became of it; when to try again is not its business. A letter can be
/// brought more than once, since nobody knows whether one arrived when the process died while it
/// was sent: what can carry an id carries the part's, which stays the same.
public interface DeliveryChannel {

  /// {@return the messages a letter takes, in order; the same ones for the same letter}
  default List<String> parts(Letter letter) {
    return List.of(letter.text());
  }

  /// Sends one message. What goes wrong is a receipt; messages in it hold no secrets.
  Receipt send(Part part);

  /// One message of a letter.
  ///
  /// @param number from 1
  /// @param count how many messages the letter takes
  record Part(Letter letter, int number, int count, String text) {

    /// {@return what tells it from all other messages, however often it is sent}
    public String id() {
      return count == 1 ? letter.id() : letter.id() + "-" + number;
    }
  }

  /// What became of a message.
  sealed interface Receipt {

    /// It arrived.
    record Delivered() implements Receipt {}

    /// It did not, and may another time.
    ///
    /// @param after the wait the other side asked for; zero when it did not
    record Later(String why, Duration after) implements Receipt {

      /// A failure after which nobody asked for a certain wait.
      public static Later of(String why) {
        return new Later(why, Duration.ZERO);
      }
    }

    /// It did not, and will not until somebody changes something.
    record Refused(String why) implements Receipt {}
  }

  /// Finds channels by where letters go.
  interface Directory {

    /// {@return the channel that leads there; empty when the configuration knows it no more}
    Optional<DeliveryChannel> find(Delivery.Address address);
  }
}
