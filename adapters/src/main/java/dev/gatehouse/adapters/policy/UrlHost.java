package dev.gatehouse.adapters.policy;

import dev.gatehouse.adapters.http.PrivateAddress;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The host a URL names, read so strictly that every client reads the same one.
///
/// @param name in lower case, without brackets and final dot
/// @param address the address, when the name is one
record UrlHost(String name, Optional<InetAddress> address) {

  private static final int MAX_LENGTH = 8_192;

  /// Applied to short texts only, and without nested repeats.
  private static final Pattern URL =
      Pattern.compile("(?i)(https?|wss?|ftps?)://([^/?#]+)([/?#].*)?");

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
  private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");
  private static final Pattern NUMERIC = Pattern.compile("[0-9]+|0x[0-9a-f]*");
  private static final Pattern PLAIN_V4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  /// Reads the host of a URL.
  ///
  /// @throws IllegalArgumentException when clients may disagree about it, saying why
  static UrlHost of(String url) {
    if (url.length() > MAX_LENGTH || url.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '\\')) {
      throw new IllegalArgumentException(
          "write it in plain ASCII without spaces and backslashes, names in punycode");
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException("write a URL that begins with http:// or https://");
    }
    String authority = parts.group(2).toLowerCase(Locale.ROOT);
    if (authority.contains("@")) {
      throw new IllegalArgumentException("leave out what stands before the \"@\"");
    }
    return authority.startsWith("[") ? ofBrackets(authority) : ofName(authority);
  }

  private static UrlHost ofBrackets(String authority) {
    String host = PORT.matcher(authority).replaceFirst("");
    if (!host.endsWith("]") || host.contains("%")) {
      throw new IllegalArgumentException("write an address as [IPv6] without a zone");
    }
    String inner = host.substring(1, host.length() - 1);
    return new UrlHost(inner, Optional.of(literal(inner)));
  }

  private static UrlHost ofName(String authority) {
    String host = PORT.matcher(authority).replaceFirst("");
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (name.length() > 253 || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("\"" + host + "\" is no plain host name");
    }
    // A name whose last label is a number is an address to every browser, in whatever base.
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (!NUMERIC.matcher(last).matches()) {
      return new UrlHost(name, Optional.empty());
    }
    if (!PLAIN_V4.matcher(name).matches()) {
      throw new IllegalArgumentException("write the address as four decimal numbers");
    }
    return new UrlHost(name, Optional.of(literal(name)));
  }

  private static InetAddress literal(String text) {
    return InetAddress.ofLiteral(text);
  }

  /// Whether it is known to lie in a network that is not everybody's.
  boolean isPrivate() {
    return address
        .map(PrivateAddress::contains)
        .orElseGet(() ->
            !name.contains(".")
                || name.endsWith(".localhost")
                || name.endsWith(".local")
                || name.endsWith(".localdomain")
                || name.endsWith(".lan")
                || name.endsWith(".internal")
                || name.endsWith(".home.arpa"));
  }
}
