package dev.gatehouse.adapters.http;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.Failure.Code;
import dev.gatehouse.core.spi.Credential;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;

/// Turns what a provider or the network did into a [Failure]. One object per call, because what is
/// quoted must not hold that call's credential.
public final class FailureRules {

  static final int LONGEST_QUOTE = 500;

  private static final String HIDDEN = "[credential]";

  private final String provider;
  private final Optional<Credential> credential;

  FailureRules(String provider, Optional<Credential> credential) {
    this.provider = provider;
    this.credential = credential;
  }

  /// An error the provider reported amid its stream.
  public Failure reported(JsonNode event) {
    ProviderError error = ProviderError.of(event);
    Code code = error.meaning().orElse(Code.SERVER_ERROR);
    return worded(
        code, "provider \"" + provider + "\" reported " + name(error) + " amid its answer", error);
  }

  /// A model that stopped for a reason that is a failure.
  public Failure stopped(Code code, String reason) {
    return Failure.of(
        code, "provider \"" + provider + "\" stopped its answer with \"" + quoted(reason) + "\"");
  }

  /// An answer that is not a stream because it is an error.
  Failure answered(Response response, String body) {
    int status = response.code();
    ProviderError error = parsed(body);
    String what = "provider \"" + provider + "\" answered " + status + " (" + name(error) + ")";
    Failure failure = worded(code(status, error), what, error);
    Failure timed = wait(response).map(failure::withRetryAfter).orElse(failure);
    boolean hopeless = status < 400 || "false".equals(response.header("x-should-retry"));
    return hopeless ? timed.permanent() : timed;
  }

  /// An answer that says it is fine and is no event stream.
  Failure notAStream(String contentType, String body) {
    ProviderError error = parsed(body);
    String what =
        "provider \""
            + provider
            + "\" answered with \""
            + quoted(contentType)
            + "\" instead of an event stream";
    return worded(error.meaning().orElse(Code.PROTOCOL), what, error);
  }

  /// A network that broke before the provider answered. A certificate that is not believed now will
  /// not be believed in a minute either.
  Failure unreachable(IOException broken, String host) {
    if (isDistrust(broken)) {
      return Failure.of(
              Code.CONNECTION,
              "no answer from provider \""
                  + provider
                  + "\": the certificate of \""
                  + host
                  + "\" is not trusted: "
                  + quoted(words(broken))
                  + "; mend the certificate, or add its issuer to the trust store of this Java")
          .withSubCode("certificate")
          .permanent();
    }
    Code code = broken instanceof ProtocolException ? Code.PROTOCOL : Code.CONNECTION;
    return Failure.of(
        code,
        "no answer from provider \""
            + provider
            + "\" at \""
            + host
            + "\": "
            + quoted(words(broken)));
  }

  /// A network that broke amid the answer.
  Failure cut(IOException broken) {
    String words = words(broken);
    boolean garbled =
        broken instanceof ProtocolException && !words.contains("unexpected end of stream");
    Code code = garbled ? Code.PROTOCOL : Code.STREAM_CUT;
    return Failure.of(
        code, "the answer of provider \"" + provider + "\" broke off: " + quoted(words(broken)));
  }

  /// A stream that ended without the mark that says it is whole.
  public Failure unfinished() {
    return Failure.of(
        Code.STREAM_CUT, "the answer of provider \"" + provider + "\" ended before it was whole");
  }

  /// A stream that broke the rules of its wire.
  Failure garbled(String how) {
    return Failure.of(
        Code.PROTOCOL, "provider \"" + provider + "\" broke its protocol: " + quoted(how));
  }

  /// A call the watchdog ended.
  Failure ended(Watch.Verdict verdict, Patience patience, Duration silence) {
    String who = "provider \"" + provider + "\"";
    return switch (verdict) {
      case SILENT -> Failure.of(Code.STALLED, who + " sent nothing for " + silence);
      case DRIPPING ->
          Failure.of(Code.STALLED, who + " sent no whole event for " + silence.multipliedBy(2));
      case OVERDUE ->
          Failure.of(Code.TIMEOUT, who + " did not end its answer within " + patience.whole());
    };
  }

  /// A call that cannot be made because nothing proves who calls.
  static Failure noCredential(ProviderSettings settings, String variable) {
    return Failure.of(
        Code.AUTH,
        "no credential for provider \""
            + settings.name()
            + "\": set the environment variable \""
            + variable
            + "\", or its key in the configuration");
  }

  /// A request that cannot be put into the provider's words.
  Failure unsendable(RuntimeException why) {
    return Failure.of(
        Code.BAD_REQUEST,
        "the request to provider \""
            + provider
            + "\" cannot be sent: "
            + quoted(String.valueOf(why.getMessage())));
  }

  /// {@return the text, cut to what a message may hold, without the credential}
  String quoted(String text) {
    String safe = credential.map(proof -> text.replace(proof.reveal(), HIDDEN)).orElse(text);
    return safe.length() <= LONGEST_QUOTE ? safe : safe.substring(0, LONGEST_QUOTE) + "…";
  }

  private Failure worded(Code code, String what, ProviderError error) {
    String quote = error.message().isEmpty() ? "" : ": \"" + quoted(error.message()) + "\"";
    Failure failure = Failure.of(code, what + quote);
    return error.subCode().map(finer -> failure.withSubCode(quoted(finer))).orElse(failure);
  }

  private String name(ProviderError error) {
    return error.subCode().map(this::quoted).orElse("no code");
  }

  /// What the provider says in words beats its status: quota is told as 429, a long prompt as 400.
  private static Code code(int status, ProviderError error) {
    Optional<Code> meaning = error.meaning();
    return switch (status) {
      case 401, 403 -> Code.AUTH;
      case 402 -> Code.BILLING;
      case 404 -> Code.NOT_FOUND;
      case 408 -> Code.TIMEOUT;
      case 429 -> meaning.filter(code -> code == Code.BILLING).orElse(Code.RATE_LIMITED);
      case 529 -> Code.OVERLOADED;
      // A conflict with another call of ours, which the vendors' own clients try again.
      case 409 -> Code.SERVER_ERROR;
      default -> {
        if (status >= 500) {
          yield meaning.filter(code -> code == Code.OVERLOADED).orElse(Code.SERVER_ERROR);
        }
        yield status >= 400
            ? meaning.filter(FailureRules::fitsBadRequest).orElse(Code.BAD_REQUEST)
            : Code.PROTOCOL;
      }
    };
  }

  private static boolean fitsBadRequest(Code code) {
    return code == Code.CONTEXT_TOO_LONG
        || code == Code.BILLING
        || code == Code.AUTH
        || code == Code.NOT_FOUND;
  }

  private static Optional<Duration> wait(Response response) {
    Instant sent = RetryAfter.instant(response.header("date", "")).orElseGet(Instant::now);
    return RetryAfter.of(
        response.header("retry-after-ms", ""), response.header("retry-after", ""), sent);
  }

  private static ProviderError parsed(String body) {
    String text = body.strip();
    if (text.startsWith("{")) {
      try {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ProviderError.of(WireJson.read(bytes, bytes.length));
      } catch (StreamFailure e) {
        // A body that only looks like JSON is quoted as it is.
        return new ProviderError("", "", text);
      }
    }
    return new ProviderError("", "", text);
  }

  private static boolean isDistrust(IOException broken) {
    return broken instanceof SSLPeerUnverifiedException
        || (broken instanceof SSLException && broken.getCause() instanceof CertificateException);
  }

  private static String words(IOException broken) {
    String message = broken.getMessage();
    return broken.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
