package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.protocols.http.OnDisconnect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Where the server listens and what it accepts.
public record ServerConfig(
    @Doc("The port; 0 takes a free one.") int port,
    @Doc("The address to listen on; other than loopback needs keys.") String host,
    @Doc("The path under which the API lies; / for none.") String prefix,
    @Doc("Origins browsers may call from; any on loopback and none elsewhere unless given.")
        Optional<List<String>> corsOrigins,
    @Doc("What becomes of a run when its client leaves.") OnDisconnect onDisconnect,
    @Doc("The largest request body.") Bytes maxBody,
    @Doc("The largest file that can be uploaded.") Bytes maxUpload,
    @Doc("How long a connection may be silent or stalled.") Duration idleTimeout,
    @Doc("How long runs in progress may take when the server stops.") Duration stopTimeout,
    @Doc("How states of runs are posted to the URLs that requests name.")
        CallbackConfig callbacks) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "[::1]");
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final long MAX_UPLOAD = 1L << 30;
  private static final Pattern PREFIX = Pattern.compile("/|(/[A-Za-z0-9._~-]+)+");

  /// Loopback, port 8000, prefix `/api`.
  public static final ServerConfig STANDARD =
      new ServerConfig(
          8000,
          "127.0.0.1",
          "/api",
          Optional.empty(),
          OnDisconnect.CONTINUE,
          Bytes.ofMebibytes(1),
          Bytes.ofMebibytes(32),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          CallbackConfig.STANDARD);

  /// Refuses what no server could listen on.
  public ServerConfig {
    corsOrigins = corsOrigins.map(List::copyOf);
    Require.within("port", port, 0, 65_535);
    Require.notBlank("host", host);
    Require.within("max-upload", maxUpload.count(), 1, MAX_UPLOAD);
    Require.positive("idle-timeout", idleTimeout);
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "prefix \"" + prefix + "\" is no path; write it like /api, or / for none");
    }
  }

  /// {@return whether only programs on this machine can reach the server}
  public boolean loopback() {
    return LOOPBACK.contains(host) || LOOPBACK_V4.matcher(host).matches();
  }

  /// {@return this server on another port}
  public ServerConfig withPort(int other) {
    return new ServerConfig(
        other,
        host,
        prefix,
        corsOrigins,
        onDisconnect,
        maxBody,
        maxUpload,
        idleTimeout,
        stopTimeout,
        callbacks);
  }

  /// {@return this server on another address}
  public ServerConfig withHost(String other) {
    return new ServerConfig(
        port,
        other,
        prefix,
        corsOrigins,
        onDisconnect,
        maxBody,
        maxUpload,
        idleTimeout,
        stopTimeout,
        callbacks);
  }

  /// {@return this server under another path}
  public ServerConfig withPrefix(String other) {
    return new ServerConfig(
        port,
        host,
        other,
        corsOrigins,
        onDisconnect,
        maxBody,
        maxUpload,
        idleTimeout,
        stopTimeout,
        callbacks);
  }

  /// {@return this server open to these origins}
  public ServerConfig withCorsOrigins(List<String> origins) {
    return new ServerConfig(
        port,
        host,
        prefix,
        Optional.of(origins),
        onDisconnect,
        maxBody,
        maxUpload,
        idleTimeout,
        stopTimeout,
        callbacks);
  }

  /// {@return this server with another rule for clients that leave}
  public ServerConfig withOnDisconnect(OnDisconnect rule) {
    return new ServerConfig(
        port,
        host,
        prefix,
        corsOrigins,
        rule,
        maxBody,
        maxUpload,
        idleTimeout,
        stopTimeout,
        callbacks);
  }

  /// {@return this server with another way to post the states of runs}
  public ServerConfig withCallbacks(CallbackConfig other) {
    return Replaced.in(this, "callbacks", other);
  }
}
