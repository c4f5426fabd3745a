package dev.gatehouse.adapters.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.delivery.MailServer.Login;
import dev.gatehouse.adapters.delivery.MailServer.Security;
import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.spi.DeliveryChannel.Receipt;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailChannelTest {

  private static final String FROM = "Gatehouse <gate@example.com>";

  private static EmailChannel channel(MailDrop drop, Security security, String... to) {
    var server =
        new MailServer(
            "127.0.0.1", drop.port(), security, Optional.of(new Login("ann", "canary-password")));
    return EmailChannel.of(
        server, FROM, List.of(to), letter -> "Hello\r\nBcc: x@y.z " + letter.id());
  }

  private static Receipt send(MailDrop drop, String text) {
    return Letters.send(
            channel(drop, Security.NONE, "bob@example.com", "eve@example.com"),
            Letters.saying(text))
        .getFirst();
  }

  @Test
  void everybodyGetsTheWholeTextUnderTheIdOfTheDelivery() throws IOException {
    try (var drop = new MailDrop(Map.of())) {
      assertThat(send(drop, "Grüße\n.\nend")).isEqualTo(new Receipt.Delivered());

      assertThat(drop.commands())
          .contains("RCPT TO:<bob@example.com>", "RCPT TO:<eve@example.com>");
      assertThat(drop.mail())
          .contains("Message-ID: <dlv_1@gatehouse.invalid>")
          .contains("X-Gatehouse-Delivery: dlv_1")
          .contains("Subject: Hello Bcc: x@y.z dlv_1")
          .contains("charset=UTF-8")
          .contains("From: Gatehouse <gate@example.com>")
          .doesNotContain("\nBcc:");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT TO:<eve@example.com>, 550 no such user",
    "MAIL, 553 not you",
    "DATA, 554 no",
    "END, 552 too large",
    "AUTH, 535 who are you"
  })
  void whatTheServerRefusesForGoodIsRefused(String command, String answer) throws IOException {
    try (var drop = new MailDrop(Map.of(command, answer))) {
      Receipt receipt = send(drop, "hello");

      assertThat(receipt).isInstanceOf(Receipt.Refused.class);
      assertThat(receipt.toString()).doesNotContain("canary");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HELLO, 421 busy",
    "RCPT TO:<eve@example.com>, 450 mailbox busy",
    "MAIL, 451 try later",
    "END, 452 full"
  })
  void whatTheServerPutsOffIsTriedLater(String command, String answer) throws IOException {
    try (var drop = new MailDrop(Map.of(command, answer))) {
      assertThat(send(drop, "hello")).isInstanceOf(Receipt.Later.class);
    }
  }

  @Test
  void nobodyGetsAMailThatOneOfThemCannotGet() throws IOException {
    try (var drop = new MailDrop(Map.of("RCPT TO:<eve@example.com>", "550 no such user"))) {
      assertThat(send(drop, "hello").toString()).contains("550 no such user");
      assertThat(drop.mail()).isEmpty();
    }
  }

  @Test
  void aServerWithoutTlsGetsNoPasswordWhenTlsIsAskedFor() throws IOException {
    try (var drop = new MailDrop(Map.of())) {
      var channel = channel(drop, Security.STARTTLS, "bob@example.com");

      Receipt receipt = Letters.send(channel, Letters.saying("hello")).getFirst();

      assertThat(receipt).isInstanceOf(Receipt.Later.class);
      assertThat(receipt.toString()).contains("STARTTLS");
      assertThat(drop.commands()).doesNotContain("AUTH");
    }
  }

  @Test
  void aServerThatIsNotThereIsTriedLater() {
    var nowhere = new MailServer("127.0.0.1", 1, Security.NONE, Optional.empty());
    var channel = EmailChannel.of(nowhere, FROM, List.of("bob@example.com"), Letter::id);

    assertThat(Letters.send(channel, Letters.saying("hello")).getFirst())
        .isEqualTo(
            Receipt.Later.of(
                "mail server \"127.0.0.1\" cannot be used: it does not take connections"));
  }

  @Test
  void anAddressThatIsNoneIsFoundAtOnce() throws IOException {
    try (var drop = new MailDrop(Map.of())) {
      assertThatThrownBy(() -> channel(drop, Security.NONE, "nobody"))
          .hasMessageContaining("\"nobody\" is no e-mail address");
    }
  }
}
