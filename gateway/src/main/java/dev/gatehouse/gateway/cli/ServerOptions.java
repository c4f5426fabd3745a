package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.talk.RemoteBackend;
import dev.gatehouse.gateway.cli.talk.RemoteDeliveries;
import dev.gatehouse.gateway.cli.talk.RemoteInbox;
import dev.gatehouse.gateway.cli.talk.RemoteRuns;
import dev.gatehouse.gateway.cli.talk.RemoteSchedules;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of commands that can work on a server instead of in this process.
final class ServerOptions {

  private static final String USUAL = "http://127.0.0.1:8000";

  @Option(
      names = "--url",
      description = "Use the server there instead of this process (default: GATEHOUSE_URL).")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description = "The key for the server (default: GATEHOUSE_API_KEY).")
  private Optional<String> apiKey = Optional.empty();

  /// The server that is meant, when one is.
  Optional<RemoteBackend> remote(Shell shell) {
    return url.or(() -> shell.environment().variable("GATEHOUSE_URL"))
        .filter(address -> !address.isBlank())
        .map(address -> new RemoteBackend(parsed(address), key(shell)));
  }

  /// The inbox of the server that is meant; without a word the one on this machine.
  RemoteInbox inbox(Shell shell) {
    return new RemoteInbox(address(shell), key(shell));
  }

  /// The runs of the server that is meant; without a word the one on this machine.
  RemoteRuns runs(Shell shell) {
    return new RemoteRuns(address(shell), key(shell));
  }

  /// The schedules of the server that is meant; without a word the one on this machine.
  RemoteSchedules schedules(Shell shell) {
    return new RemoteSchedules(address(shell), key(shell));
  }

  /// What the server that is meant owes; without a word the one on this machine.
  RemoteDeliveries deliveries(Shell shell) {
    return new RemoteDeliveries(address(shell), key(shell));
  }

  /// Whether a server is meant and not this process.
  boolean isMeant(Shell shell) {
    return url.or(() -> shell.environment().variable("GATEHOUSE_URL"))
        .filter(given -> !given.isBlank())
        .isPresent();
  }

  /// The address of the server; without a word the one on this machine.
  URI address(Shell shell) {
    return parsed(
        url.or(() -> shell.environment().variable("GATEHOUSE_URL"))
            .filter(given -> !given.isBlank())
            .orElse(USUAL));
  }

  String key(Shell shell) {
    // A server on loopback without keys takes any that is not empty.
    return apiKey.or(() -> shell.environment().variable("GATEHOUSE_API_KEY")).orElse("cli");
  }

  private static URI parsed(String address) {
    try {
      var uri = URI.create(address.replaceFirst("/+$", ""));
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // falls through to the one message for all of them
    }
    throw new UsageException(
        "server \"" + address + "\" is no address; write it like http://127.0.0.1:8000");
  }
}
