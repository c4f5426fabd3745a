package dev.gatehouse.adapters.delivery;

import dev.gatehouse.adapters.http.TrustedCertificates;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/// Where mail is handed in.
///
/// @param login who hands it in, when the server wants to know
/// @param trust a PEM file of the certificates to trust in place of those that Java trusts
public record MailServer(
    String host, int port, Security security, Optional<Login> login, Optional<Path> trust) {

  /// A server whose certificate Java trusts.
  public MailServer(String host, int port, Security security, Optional<Login> login) {
    this(host, port, security, login, Optional.empty());
  }

  private static final String TIMEOUT_MILLIS = "15000";

  /// How the connection is kept secret.
  public enum Security {
    /// Plain at first, then TLS, which the server must offer. Port 587.
    STARTTLS,
    /// TLS from the start. Port 465.
    TLS,
    /// Not at all.
    NONE
  }

  /// A user and a password.
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /// {@return this server, vouched for by the certificates of a PEM file}
  public MailServer trusting(Path pem) {
    return new MailServer(host, port, security, login, Optional.of(pem));
  }

  /// {@return what the mail library calls all that}
  ///
  /// @throws IllegalArgumentException when the certificates cannot be read
  Properties properties() {
    Properties all = new Properties();
    all.setProperty("mail.transport.protocol", "smtp");
    all.setProperty("mail.smtp.host", host);
    all.setProperty("mail.smtp.port", Integer.toString(port));
    all.setProperty("mail.smtp.auth", Boolean.toString(login.isPresent()));
    all.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
    all.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
    all.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
    all.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    trust.ifPresent(
        pem -> all.put("mail.smtp.ssl.socketFactory", TrustedCertificates.read(pem).sockets()));
    switch (security) {
      case STARTTLS -> {
        all.setProperty("mail.smtp.starttls.enable", "true");
        all.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> all.setProperty("mail.smtp.ssl.enable", "true");
      case NONE -> {}
    }
    return all;
  }
}
