package dev.gatehouse.adapters.delivery;

import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.spi.DeliveryChannel;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/// Sends letters by e-mail, each as one plain text. All recipients get it or none.
public final class EmailChannel implements DeliveryChannel {

  private static final int MAX_SUBJECT = 200;
  private static final int MAX_CHAIN = 1_000;

  private final MailServer server;
  private final InternetAddress from;
  private final List<InternetAddress> to;
  private final Subject subject;
  private final Session session;

  /// Says what stands above a letter.
  public interface Subject {

    /// {@return one line}
    String of(Letter letter);
  }

  private EmailChannel(
      MailServer server, InternetAddress from, List<InternetAddress> to, Subject subject) {
    this.server = server;
    this.from = from;
    this.to = List.copyOf(to);
    this.subject = subject;
    this.session = Session.getInstance(server.properties());
  }

  /// A channel to people.
  ///
  /// @throws IllegalArgumentException when one of the addresses is none
  public static EmailChannel of(MailServer server, String from, List<String> to, Subject subject) {
    List<InternetAddress> people = new ArrayList<>();
    to.forEach(address -> people.add(address(address)));
    return new EmailChannel(server, address(from), people, subject);
  }

  private static InternetAddress address(String text) {
    try {
      InternetAddress address = new InternetAddress(text, true);
      address.validate();
      return address;
    } catch (AddressException wrong) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no e-mail address: " + wrong.getMessage(), wrong);
    }
  }

  @Override
  public Receipt send(Part part) {
    try {
      MimeMessage mail = mail(part);
      Address[] people = to.toArray(Address[]::new);
      try (Transport transport = session.getTransport()) {
        if (server.login().isPresent()) {
          transport.connect(server.login().get().user(), server.login().get().password());
        } else {
          transport.connect();
        }
        transport.sendMessage(mail, people);
      }
      return new Receipt.Delivered();
    } catch (MessagingException failed) {
      return receipt(failed);
    }
  }

  private MimeMessage mail(Part part) throws MessagingException {
    MimeMessage mail = new NamedMail(session, part.id());
    mail.setFrom(from);
    mail.setRecipients(Message.RecipientType.TO, to.toArray(Address[]::new));
    mail.setSubject(line(subject.of(part.letter())), "UTF-8");
    mail.setHeader("X-Gatehouse-Delivery", part.id());
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setSentDate(Date.from(part.letter().at()));
    mail.setText(part.text(), "UTF-8");
    mail.saveChanges();
    return mail;
  }

  private static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= MAX_SUBJECT ? line : line.substring(0, MAX_SUBJECT) + "…";
  }

  /// A mail whose id is the delivery's, so that a mailbox can tell that it has it.
  private static final class NamedMail extends MimeMessage {

    private final String id;

    NamedMail(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + "@gatehouse.invalid>");
    }
  }

  /// A code of the server from 500 on is its last word; everything else may pass.
  private Receipt receipt(MessagingException failed) {
    if (failed instanceof AuthenticationFailedException) {
      return new Receipt.Refused("mail server \"" + server.host() + "\" refuses the login");
    }
    int code = 0;
    String said = "";
    for (Exception each : chain(failed)) {
      code = Math.max(code, code(each));
      said = code(each) > 0 ? String.valueOf(each.getMessage()).strip() : said;
    }
    if (code == 0 && isUntrusted(failed)) {
      return new Receipt.Refused(
          "mail server \"%s\" shows a certificate that is not trusted or not its own; name its"
                  .formatted(server.host())
              + " issuer's with trust, or mend it");
    }
    if (code == 0) {
      return Receipt.Later.of(
          "mail server \"" + server.host() + "\" cannot be used: " + plain(failed));
    }
    String why = "mail server \"" + server.host() + "\" says: " + said.replaceAll("\\s+", " ");
    return code >= 500 ? new Receipt.Refused(why) : Receipt.Later.of(why);
  }

  /// A failure, and what the server said of each address.
  private static List<Exception> chain(MessagingException failed) {
    List<Exception> chain = new ArrayList<>();
    Exception each = failed;
    while (each != null && chain.size() < MAX_CHAIN) {
      chain.add(each);
      each = each instanceof MessagingException mail ? mail.getNextException() : null;
    }
    return chain;
  }

  /// A certificate does not get better by waiting.
  private static boolean isUntrusted(MessagingException failed) {
    for (Exception each : chain(failed)) {
      Throwable cause = each;
      for (int depth = 0; cause != null && depth < MAX_CHAIN; depth++) {
        if (cause instanceof CertificateException) {
          return true;
        }
        cause = cause.getCause();
      }
    }
    return false;
  }

  private static int code(Exception failed) {
    return switch (failed) {
      case SMTPAddressFailedException refused -> refused.getReturnCode();
      case SMTPSenderFailedException refused -> refused.getReturnCode();
      case SMTPSendFailedException refused -> refused.getReturnCode();
      default -> 0;
    };
  }

  private static String plain(MessagingException failed) {
    Exception cause = failed.getNextException();
    return switch (cause) {
      case java.net.UnknownHostException _ -> "its name is not known";
      case java.net.ConnectException _ -> "it does not take connections";
      case java.net.SocketTimeoutException _ -> "it took too long";
      case javax.net.ssl.SSLException _ -> "its certificate or its TLS is not accepted";
      case null, default -> String.valueOf(failed.getMessage()).replaceAll("\\s+", " ");
    };
  }

  @Override
  public String toString() {
    return "EmailChannel[" + server.host() + "]";
  }
}
