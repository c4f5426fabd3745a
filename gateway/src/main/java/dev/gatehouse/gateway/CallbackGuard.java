package dev.gatehouse.gateway;

import dev.gatehouse.adapters.delivery.WebhookChannel;
import dev.gatehouse.adapters.delivery.WebhookSignature;
import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.http.Reach;
import dev.gatehouse.core.spi.DeliveryChannel;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where requests may have the states of their runs posted to: the open internet by https, and
/// those private hosts that the configuration names. What a name resolves to is judged when it is
/// connected to.
record CallbackGuard(
    Set<String> privateHosts, WebhookSignature signature, InstantSource clock, Egress egress) {

  /// {@return why a URL must not be called; empty when it may}
  Optional<String> refusal(String url) {
    return host(url)
        .map(host -> refusal(url, host))
        .orElseGet(() -> Optional.of("must be an http or https URL without a user in it"));
  }

  private Optional<String> refusal(String url, String host) {
    if (privateHosts.contains(host)) {
      return Optional.empty();
    }
    if (Reach.of(host) == Reach.PRIVATE) {
      return Optional.of(
          "leads to the private host \""
              + host
              + "\", which server.callbacks.private-hosts does not name");
    }
    return url.toLowerCase(Locale.ROOT).startsWith("https:")
        ? Optional.empty()
        : Optional.of("must begin with https://");
  }

  DeliveryChannel channel(String url) {
    boolean known = host(url).filter(privateHosts::contains).isPresent();
    return new WebhookChannel(url, known ? Reach.PRIVATE : Reach.PUBLIC, signature, clock, egress);
  }

  private static Optional<String> host(String url) {
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      return web && uri.getHost() != null && uri.getUserInfo() == null
          ? Optional.of(uri.getHost().toLowerCase(Locale.ROOT))
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
