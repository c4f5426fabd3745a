package dev.gatehouse.protocols.http;

import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What is wrong with a request, as every error body says it: RFC 9457, `application/problem+json`.
///
/// @param detail a sentence that names the value and says what to do; never a stack trace
/// @param members what this kind of problem says besides, such as `run_id`
/// @param retryAfter how long to wait before trying again, for the header
public record Problem(
    ProblemCode code, String detail, Json.Obj members, Optional<Duration> retryAfter) {

  /// The media type of [#bytes()].
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Duration SOON = Duration.ofSeconds(1);

  /// A problem with nothing but a sentence. Those that pass by themselves ask to try again in a
  /// second.
  public static Problem of(ProblemCode code, String detail) {
    boolean passes = code.status() == 429 || code.status() == 503;
    return new Problem(
        code, detail, Json.object().build(), passes ? Optional.of(SOON) : Optional.empty());
  }

  /// A key or token that is missing or not accepted. It is the same for every reason, so that it
  /// teaches nothing.
  public static Problem unauthorized() {
    return of(
        ProblemCode.UNAUTHORIZED,
        "send a valid session token or API key as Authorization: Bearer …");
  }

  /// Something that is not there, or not the caller's.
  ///
  /// @param kind such as `run`
  public static Problem notFound(String kind, String id) {
    return of(ProblemCode.NOT_FOUND, "there is no " + kind + " \"" + clipped(id) + "\"");
  }

  /// A body of the wrong shape.
  public static Problem invalidBody(List<Violation> errors) {
    var listed = errors.stream().map(Problem::error).toList();
    var first = errors.isEmpty() ? "" : ": " + place(errors.getFirst());
    var detail = "the body has " + counted(errors.size()) + first;
    return of(ProblemCode.INVALID_BODY, detail).with("errors", Json.array(listed));
  }

  /// A model nobody knows.
  public static Problem unknownModel(String wanted, Collection<String> known) {
    return of(ProblemCode.UNKNOWN_MODEL, unknown("model", wanted, known));
  }

  /// A query parameter the route does not have.
  public static Problem unknownParameter(String name, Collection<String> known) {
    return of(ProblemCode.UNKNOWN_PARAMETER, unknown("query parameter", name, known));
  }

  /// A cursor that is none of what it was sent to.
  ///
  /// @param of what it should have been of, and what to do
  public static ProblemException badCursor(String cursor, String of) {
    return new ProblemException(
        of(ProblemCode.BAD_CURSOR, "\"" + clipped(cursor) + "\" is no cursor of " + of));
  }

  /// A session whose active run is in the way.
  public static Problem busy(String runId) {
    return of(
            ProblemCode.BUSY, "run \"" + runId + "\" is active; wait, cancel it, or send when_busy")
        .with("run_id", Json.of(runId));
  }

  /// A role the caller's key does not have.
  public static Problem roleRequired(CallerRole needed) {
    return of(ProblemCode.ROLE_REQUIRED, "this needs a key of role \"" + needed.wire() + "\"")
        .with("role", Json.of(needed.wire()));
  }

  /// {@return this problem with one more member}
  public Problem with(String name, Json value) {
    var more = Json.object();
    members.members().forEach(more::put);
    return new Problem(code, detail, more.put(name, value).build(), retryAfter);
  }

  /// {@return this problem with another wait}
  public Problem withRetryAfter(Duration wait) {
    return new Problem(code, detail, members, Optional.of(wait));
  }

  /// {@return the value of the header `Retry-After`: whole seconds, at least one}
  public Optional<String> retryAfterHeader() {
    return retryAfter.map(wait -> Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
  }

  /// {@return the body}
  public Json.Obj json() {
    var body =
        Json.object()
            .put("type", "about:blank")
            .put("title", code.title())
            .put("status", code.status())
            .put("detail", detail)
            .put("error", code.wire());
    members.members().forEach(body::put);
    return body.build();
  }

  /// {@return the body as it is sent}
  public byte[] bytes() {
    return JsonWriter.bytes(json());
  }

  /// {@return a sentence about a name that nothing has, with the nearest or all that there are}
  public static String unknown(String kind, String wanted, Collection<String> known) {
    var hint =
        NearestName.of(wanted, known)
            .map(near -> "; did you mean \"" + near + "\"?")
            .orElse(known.isEmpty() ? "" : "; known are " + clipped(String.join(", ", known)));
    return "there is no " + kind + " \"" + clipped(wanted) + "\"" + hint;
  }

  private static Json error(Violation violation) {
    return Json.obj(
        "pointer", Json.of(violation.pointer()), "message", Json.of(violation.message()));
  }

  private static String place(Violation violation) {
    return violation.pointer().isEmpty()
        ? violation.message()
        : violation.pointer() + " " + violation.message();
  }

  private static String counted(int errors) {
    return errors == 1 ? "an error" : errors + " errors";
  }

  private static String clipped(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
