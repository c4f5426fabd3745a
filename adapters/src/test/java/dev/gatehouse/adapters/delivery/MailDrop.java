package dev.gatehouse.adapters.delivery;

import dev.gatehouse.adapters.delivery.MailServer.Security;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/// A mail server on loopback that speaks just enough SMTP, and answers single words of it as each
/// test wants.
final class MailDrop implements AutoCloseable {

  private final ServerSocket socket;
  private final Map<String, String> answers;
  private final Optional<Vouched> vouched;
  private final Security security;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();

  /// @param answers what is said to a command that begins so, in place of a yes
  MailDrop(Map<String, String> answers) throws IOException {
    this(answers, Security.NONE, Optional.empty());
  }

  /// A server that shows a certificate, at once or when it is asked to.
  MailDrop(Security security, Vouched certificate) throws IOException {
    this(Map.of(), security, Optional.of(certificate));
  }

  private MailDrop(Map<String, String> answers, Security security, Optional<Vouched> vouched)
      throws IOException {
    this.answers = answers;
    this.security = security;
    this.vouched = vouched;
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        received(socket.accept());
      }
    } catch (SocketException _) {
      // the test is over
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void received(Socket client) throws IOException {
    try (client) {
      Socket open = security == Security.TLS ? secured(client) : client;
      say(open.getOutputStream(), answers.getOrDefault("HELLO", "220 here"));
      serve(open);
    } catch (SSLException refused) {
      lines.add("the client did not trust");
    } catch (SocketException left) {
      lines.add("the client has left");
    }
  }

  private Socket secured(Socket client) throws IOException {
    return vouched.orElseThrow().server(client);
  }

  private void serve(Socket client) throws IOException {
    try (client;
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      OutputStream out = client.getOutputStream();
      String line = in.readLine();
      while (line != null) {
        lines.add(line);
        String answer = answer(line);
        say(out, answer);
        if (line.equals("STARTTLS") && security == Security.STARTTLS) {
          serve(secured(client));
          return;
        }
        if (answer.startsWith("354")) {
          mails.add(mail(in));
          say(out, answers.getOrDefault("END", "250 taken"));
        }
        line = line.startsWith("QUIT") ? null : in.readLine();
      }
    }
  }

  private static String mail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    String line = in.readLine();
    while (line != null && !line.equals(".")) {
      mail.append(line).append('\n');
      line = in.readLine();
    }
    return mail.toString();
  }

  private String answer(String line) {
    return answers.entrySet().stream()
        .filter(entry -> line.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> usual(line));
  }

  private String usual(String line) {
    return switch (line.substring(0, Math.min(4, line.length()))) {
      case "EHLO" ->
          security == Security.STARTTLS
              ? "250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN"
              : "250-here\r\n250 AUTH PLAIN";
      case "AUTH" -> "235 welcome";
      case "DATA" -> "354 go on";
      case "STAR" -> "220 go on";
      case "QUIT" -> "221 bye";
      default -> "250 fine";
    };
  }

  private static void say(OutputStream out, String answer) throws IOException {
    out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  int port() {
    return socket.getLocalPort();
  }

  String mail() {
    return String.join("\n---\n", mails);
  }

  String commands() {
    return lines.stream().collect(Collectors.joining("\n"));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
