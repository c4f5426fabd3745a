package dev.gatehouse.adapters.tools.http;

import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.http.EgressRefused;
import dev.gatehouse.adapters.http.EgressReply;
import dev.gatehouse.adapters.http.EgressRequest;
import dev.gatehouse.adapters.http.Reach;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A tool that is one request to a web service.
///
/// A call that writes carries `Idempotency-Key`, the same for every attempt.
///
/// @param headers what is sent with every call, secrets among it
/// @param result which part of a JSON answer the model gets
public record HttpTool(
    ToolSpec spec,
    ToolPolicy policy,
    HttpCall call,
    Map<String, String> headers,
    ResultPath result,
    Egress egress)
    implements Tool {

  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final int MAX_QUOTED = 2_000;

  /// Copies the headers.
  public HttpTool {
    headers = Map.copyOf(headers);
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws IOException {
    EgressRequest request;
    try {
      request = request(input, context.idempotencyKey());
    } catch (IllegalArgumentException unfit) {
      return ToolOutcome.error(String.valueOf(unfit.getMessage()));
    }
    try {
      return outcome(egress.send(request, context.cancel()));
    } catch (EgressRefused refused) {
      return ToolOutcome.error(String.valueOf(refused.getMessage()));
    }
  }

  private EgressRequest request(Json input, String key) {
    Map<String, String> all = new LinkedHashMap<>(call.headers(input));
    all.put("Accept", "application/json, text/*;q=0.8");
    if (!call.reads()) {
      all.put("Idempotency-Key", digest(key));
    }
    all.putAll(headers);
    return new EgressRequest(
        call.method(),
        call.url(input),
        Reach.of(call.url().host()),
        all,
        call.body(input),
        policy.timeout(),
        EgressRequest.MAX_BYTES);
  }

  /// The gateway's key holds what providers call their calls, which may be no header value.
  private static String digest(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private ToolOutcome outcome(EgressReply reply) {
    if (!reply.succeeded()) {
      return new ToolOutcome.Failed(failure(reply));
    }
    if (reply.text().isEmpty()) {
      return ToolOutcome.ok(Json.obj("status", Json.of(reply.status())));
    }
    if (!reply.mediaType().endsWith("json")) {
      return ToolOutcome.ok(Json.of(reply.text()));
    }
    try {
      return result
          .of(Json.parse(reply.text()))
          .map(ToolOutcome::ok)
          .orElseGet(() -> ToolOutcome.error("the answer has nothing at the configured path"));
    } catch (JsonException broken) {
      return ToolOutcome.error("the service says JSON and sends none: " + broken.getMessage());
    }
  }

  private Failure failure(EgressReply reply) {
    String text = reply.text();
    String quoted = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
    boolean again =
        PASSING.contains(reply.status())
            && (call.reads() || policy.idempotent() || reply.status() == 429);
    Failure failure =
        new Failure(
            Failure.Code.TOOL_ERROR,
            "the service answered " + reply.status() + (quoted.isBlank() ? "" : ": " + quoted),
            again,
            Optional.empty(),
            Optional.of(Integer.toString(reply.status())));
    return reply
        .retryAfter()
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(value -> failure.withRetryAfter(Duration.ofSeconds(Long.parseLong(value))))
        .orElse(failure);
  }

  /// Without the headers, which hold secrets.
  @Override
  public String toString() {
    return "HttpTool[" + spec.name() + "]";
  }
}
