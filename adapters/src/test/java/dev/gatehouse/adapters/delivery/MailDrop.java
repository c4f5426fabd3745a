package dev.gatehouse.adapters.delivery;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// A mail server on loopback that speaks just enough SMTP, and answers single words of it as each
/// test wants.
final class MailDrop implements AutoCloseable {

  private final ServerSocket socket;
  private final Map<String, String> answers;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();

  /// @param answers what is said to a command that begins so, in place of a yes
  MailDrop(Map<String, String> answers) throws IOException {
    this.answers = answers;
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        serve(socket.accept());
      }
    } catch (SocketException _) {
      // the test is over
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void serve(Socket client) throws IOException {
    try (client;
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      OutputStream out = client.getOutputStream();
      say(out, answers.getOrDefault("HELLO", "220 here"));
      String line = in.readLine();
      while (line != null) {
        lines.add(line);
        String answer = answer(line);
        say(out, answer);
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

  private static String usual(String line) {
    return switch (line.substring(0, Math.min(4, line.length()))) {
      case "EHLO" -> "250-here\r\n250 AUTH PLAIN";
      case "AUTH" -> "235 welcome";
      case "DATA" -> "354 go on";
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
