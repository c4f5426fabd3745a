package dev.gatehouse.adapters.http;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a call may go.
public enum Reach {
  /// The open internet, by https.
  PUBLIC,
  /// One host that the configuration names, on this machine or its network.
  PRIVATE;

  private static final Set<String> LOCAL = Set.of("localhost", "internal", "local", "lan");
  private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /// {@return where calls to a configured host go: a name without a dot, one below a private
  /// top-level name, and a private address are private}
  public static Reach of(String configuredHost) {
    String host = configuredHost.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    if (V4.matcher(host).matches() || host.contains(":")) {
      return isPublicLiteral(host) ? PUBLIC : PRIVATE;
    }
    String last = host.substring(host.lastIndexOf('.') + 1);
    return host.indexOf('.') < 0 || LOCAL.contains(last) || host.endsWith(".home.arpa")
        ? PRIVATE
        : PUBLIC;
  }

  private static boolean isPublicLiteral(String host) {
    try {
      return !PrivateAddress.contains(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return true; // not an address at all: the open internet does not have it either
    }
  }
}
