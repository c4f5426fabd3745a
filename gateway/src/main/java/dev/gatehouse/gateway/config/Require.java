package dev.gatehouse.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The checks that several records make of their components.
final class Require {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private Require() {}

  static void within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new BadValueException(
          key, " must lie between " + least + " and " + most + ", not " + value);
    }
  }

  static void notBlank(String key, String text) {
    if (text.isBlank()) {
      throw new BadValueException(key, " must not be blank");
    }
  }

  static void notEmpty(String key, List<String> list) {
    if (list.isEmpty()) {
      throw new BadValueException(key, " must not be empty");
    }
  }

  static void code(String key, String text) {
    if (!text.matches("[a-z][a-z0-9_]{0,63}")) {
      throw new BadValueException(
          key, " \"" + text + "\" must be a word in snake_case, such as no_secrets");
    }
  }

  static void positive(String key, Duration duration) {
    if (!duration.isPositive()) {
      throw new BadValueException(key, " must be longer than nothing");
    }
  }

  static void httpUrl(String key, String url) {
    if (!isHttp(url)) {
      throw new BadValueException(
          key, " \"" + url + "\" must begin with http:// or https:// and name a host");
    }
  }

  /// What is wrong with a URL that is a secret is said without it.
  static void httpUrl(String key, Secret url) {
    if (!isHttp(url.reveal())) {
      throw new BadValueException(key, " must begin with http:// or https:// and name a host");
    }
  }

  /// Keys fetched over a wire that others can write to are nobody's keys.
  static void confidentialUrl(String key, String url) {
    httpUrl(key, url);
    var uri = URI.create(url);
    boolean loopback = LOOPBACK.contains(uri.getHost());
    if (uri.getScheme().equals("http") && !loopback) {
      throw new BadValueException(key, " \"" + url + "\" must begin with https://");
    }
  }

  /// What a header cannot hold must not be found out when it is sent, where messages show it.
  static void headers(String key, Map<String, Secret> headers) {
    headers.forEach((name, value) -> {
      if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
        throw new BadValueException(key, ": \"" + name + "\" is no name of a header");
      }
      if (!value.reveal().chars().allMatch(letter -> letter >= ' ' && letter < 127)) {
        throw new BadValueException(key, ": the value of \"" + name + "\" must be plain ASCII");
      }
    });
  }

  private static boolean isHttp(String url) {
    try {
      var uri = new URI(url);
      var scheme = String.valueOf(uri.getScheme());
      return uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
    } catch (URISyntaxException malformed) {
      return false;
    }
  }
}
