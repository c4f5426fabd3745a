package dev.gatehouse.protocols.http;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.util.Base64URL;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.protocols.http.TokenVerdict.Reason;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A signed token in compact form, taken apart but not believed.
///
/// Stricter than the libraries: parts must be base64url in its one canonical form (the last
/// character of a signature has unused bits, which would make several tokens out of one), header
/// and claims JSON without duplicate names.
///
/// @param signed what the signature covers
/// @param claims what it says
record CompactToken(String signed, JWSHeader header, Base64URL signature, Json.Obj claims) {

  private static final int LONGEST = 16 * 1024;
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
  private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

  /// Takes a token apart; nothing when it has another form.
  static Optional<CompactToken> parse(String token) {
    if (token.length() > LONGEST || !FORM.matcher(token).matches()) {
      return Optional.empty();
    }
    for (var part : token.split("\\.", -1)) {
      var encoded = new Base64URL(part);
      if (!Base64URL.encode(encoded.decode()).equals(encoded)) {
        return Optional.empty();
      }
    }
    try {
      var parsed = JWSObject.parse(token);
      Json.parse(parsed.getHeader().toBase64URL().decode());
      return Json.parse(parsed.getPayload().toBytes())
          .asObject()
          .map(claims ->
              new CompactToken(
                  token.substring(0, token.lastIndexOf('.')),
                  parsed.getHeader(),
                  parsed.getSignature(),
                  claims));
    } catch (ParseException | JsonException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// {@return whether the header asks for things nobody here knows, or is for another purpose}
  boolean strange() {
    var type = header.getType();
    boolean otherType = type != null && !type.getType().equalsIgnoreCase("JWT");
    return otherType || header.getCriticalParams() != null;
  }

  byte[] signedBytes() {
    return signed.getBytes(StandardCharsets.US_ASCII);
  }

  Optional<String> keyId() {
    return Optional.ofNullable(header.getKeyID());
  }

  Optional<String> text(String claim) {
    return claims.at(claim).flatMap(Json::text).filter(text -> !text.isBlank());
  }

  /// {@return a claim that counts seconds; nothing when it is missing or no time}
  Optional<Instant> time(String claim) {
    return claims
        .at(claim)
        .flatMap(Json::number)
        .filter(seconds -> seconds.signum() >= 0 && seconds.compareTo(LATEST) <= 0)
        .map(seconds -> Instant.ofEpochSecond(seconds.longValue()));
  }

  /// {@return whether the token is from that issuer and for that audience, alone or among others}
  boolean isFrom(String issuer, String audience) {
    var meant = claims.at("aud").orElse(Json.NULL);
    boolean forUs =
        meant.text().filter(audience::equals).isPresent()
            || meant.asArray().filter(all -> all.items().contains(Json.of(audience))).isPresent();
    return forUs && text("iss").filter(issuer::equals).isPresent();
  }

  /// {@return what is wrong with its times, when something is}
  Optional<Reason> untimely(Instant now, Clocks clocks) {
    var expires = time("exp");
    if (expires.isEmpty() || invalid("nbf") || invalid("iat")) {
      return Optional.of(Reason.CLAIMS);
    }
    if (!now.isBefore(expires.get().plus(clocks.late()))) {
      return Optional.of(Reason.EXPIRED);
    }
    var horizon = now.plus(clocks.early());
    boolean early =
        time("nbf").filter(horizon::isBefore).isPresent()
            || time("iat").filter(horizon::isBefore).isPresent();
    return early ? Optional.of(Reason.TOO_EARLY) : Optional.empty();
  }

  private boolean invalid(String claim) {
    return claims.at(claim).isPresent() && time(claim).isEmpty();
  }

  /// How far the clocks of two machines may be apart.
  ///
  /// @param late how long after its end a token still counts
  /// @param early how long before its beginning
  record Clocks(Duration late, Duration early) {}
}
