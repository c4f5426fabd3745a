package dev.gatehouse.adapters.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.delivery.MailServer.Login;
import dev.gatehouse.adapters.delivery.MailServer.Security;
import dev.gatehouse.core.spi.DeliveryChannel.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Mail over real TLS, from the start and by STARTTLS.
class SecretMailTest {

  @TempDir private Path folder;

  private static MailServer server(MailDrop drop, Security security) {
    var login = new Login("ann", "canary-password");
    return new MailServer("127.0.0.1", drop.port(), security, Optional.of(login));
  }

  private static Receipt sent(MailServer server) {
    var channel =
        EmailChannel.of(server, "gate@example.com", List.of("bob@example.com"), _ -> "Hello");
    return Letters.send(channel, Letters.saying("Good morning.")).getFirst();
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "TLS"})
  void mailArrivesWhereTheCertificateIsTrusted(Security security) throws Exception {
    var certificate = Vouched.as("ip:127.0.0.1", folder);
    try (var drop = new MailDrop(security, certificate)) {
      assertThat(sent(server(drop, security).trusting(certificate.pem())))
          .isEqualTo(new Receipt.Delivered());

      assertThat(drop.mail()).contains("Good morning.");
      assertThat(drop.commands()).contains("AUTH");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "TLS"})
  void nothingIsSaidWhereTheCertificateIsNotTrusted(Security security) throws Exception {
    try (var drop = new MailDrop(security, Vouched.as("ip:127.0.0.1", folder))) {
      Receipt receipt = sent(server(drop, security));

      assertThat(receipt)
          .isEqualTo(
              new Receipt.Refused(
                  "mail server \"127.0.0.1\" shows a certificate that is not trusted or not its"
                      + " own; name its issuer's with trust, or mend it"));
      assertThat(drop.mail()).isEmpty();
      assertThat(drop.commands()).doesNotContain("AUTH", "MAIL");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "TLS"})
  void certificateOfAnotherHostIsNotTrusted(Security security) throws Exception {
    var certificate = Vouched.as("dns:elsewhere.example", folder);
    try (var drop = new MailDrop(security, certificate)) {
      assertThat(sent(server(drop, security).trusting(certificate.pem())))
          .isInstanceOf(Receipt.Refused.class)
          .asString()
          .contains("not its own");
      assertThat(drop.commands()).doesNotContain("AUTH");
    }
  }

  @Test
  void fileWithoutCertificatesIsFoundAtOnce() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    var server = new MailServer("h", 587, Security.STARTTLS, Optional.empty());

    assertThatThrownBy(() -> sent(server.trusting(empty)))
        .hasMessageContaining("empty.pem\" holds no certificate");
    assertThatThrownBy(() -> sent(server.trusting(folder.resolve("none.pem"))))
        .hasMessageContaining("cannot be read as certificates");
  }
}
