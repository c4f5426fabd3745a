package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.AuthConfig;
import dev.gatehouse.protocols.http.ExternalTokens;
import dev.gatehouse.protocols.http.PublishedKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The issuer of tokens that is trusted beside our own, as the configuration names it.
final class TrustedIssuer {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LARGEST = 1 << 20;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI keys;

  private TrustedIssuer(URI keys) {
    this.keys = keys;
  }

  static Optional<ExternalTokens> of(AuthConfig auth) {
    if (auth.jwksUrl().isEmpty() || auth.issuer().isEmpty() || auth.audience().isEmpty()) {
      return Optional.empty();
    }
    var issuer = new TrustedIssuer(URI.create(auth.jwksUrl().get()));
    InstantSource clock = InstantSource.system();
    return Optional.of(
        new ExternalTokens(
            auth.issuer().get(),
            auth.audience().get(),
            new PublishedKeys(issuer::document, clock),
            clock));
  }

  private String document() throws IOException {
    HttpRequest request = HttpRequest.newBuilder(keys).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer =
          client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
      if (answer.statusCode() != 200) {
        throw new IOException("\"" + keys + "\" answered with status " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("nobody waits for the keys of \"" + keys + "\" any more", stopped);
    }
  }
}
