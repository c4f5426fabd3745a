package dev.gatehouse.protocols.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the fields of a request body and collects everything that is wrong with them.
///
///     var body = BodyReader.parse(bytes);
///     var messages = body.required("messages").items(1, 1_000);
///     var user = body.optional("user_id").map(field -> field.text(1, 200));
///     var rule = body.optional("when_busy").map(field -> field.choice(WhenBusy.class)).orElse(WhenBusy.REJECT);
///     body.check();
///
/// A field that is wrong reads as a harmless value of its type (an empty text, the least number); [#check()] then ends
/// the request with all findings, so nothing may be done with what was read before it. Fields nobody reads are ignored,
/// `null` is the same as absent. Used by one thread.
public final class BodyReader {

  static final int MAX_FINDINGS = 20;

  private static final JsonLimits LIMITS = JsonLimits.OUTSIDE;

  private final Map<String, Json> members;
  private final String pointer;
  private final List<Violation> findings;

  private BodyReader(Map<String, Json> members, String pointer, List<Violation> findings) {
    this.members = members;
    this.pointer = pointer;
    this.findings = findings;
  }

  /// Reads a body, which must be a JSON object; nothing at all counts as an empty one.
  ///
  /// @throws ProblemException `bad_json` when it is no JSON, `invalid_body` when it is no object
  public static BodyReader parse(byte[] body) {
    if (body.length == 0) {
      return new BodyReader(Map.of(), "", new ArrayList<>());
    }
    try {
      return of(JsonReader.read(body, LIMITS));
    } catch (JsonException malformed) {
      throw new ProblemException(
          Problem.of(ProblemCode.BAD_JSON, String.valueOf(malformed.getMessage())));
    }
  }

  /// Reads a value, which must be an object.
  ///
  /// @throws ProblemException `invalid_body` when it is none
  public static BodyReader of(Json body) {
    if (!(body instanceof Json.Obj(var members))) {
      var finding = new Violation("", "must be an object, not " + BodyField.kind(body));
      throw new ProblemException(Problem.invalidBody(List.of(finding)));
    }
    return new BodyReader(members, "", new ArrayList<>());
  }

  /// {@return a field that must be there}
  public BodyField required(String name) {
    return optional(name)
        .orElseGet(() -> {
          report(below(name), "is required");
          return new BodyField(this, below(name), Optional.empty());
        });
  }

  /// {@return a field that may be absent}
  public Optional<BodyField> optional(String name) {
    return Optional.ofNullable(members.get(name))
        .filter(value -> !(value instanceof Json.Null))
        .map(value -> new BodyField(this, below(name), Optional.of(value)));
  }

  /// {@return whether the field is there, be it `null`}
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /// Requires exactly one of two fields.
  public void exactlyOne(String one, String other) {
    if (optional(one).isPresent() == optional(other).isPresent()) {
      report(pointer, "needs exactly one of \"" + one + "\" and \"" + other + "\"");
    }
  }

  /// {@return everything that was sent here}
  public Json.Obj json() {
    return new Json.Obj(members);
  }

  /// Adds a finding of the caller's own.
  ///
  /// @param at a JSON Pointer
  public void report(String at, String message) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(new Violation(at, message));
    }
  }

  /// Ends the request when anything was wrong.
  ///
  /// @throws ProblemException `invalid_body` with all findings
  public void check() {
    if (!findings.isEmpty()) {
      throw new ProblemException(Problem.invalidBody(List.copyOf(findings)));
    }
  }

  /// A reader of an object inside this one; its findings are this one's.
  BodyReader inside(Map<String, Json> object, String at) {
    return new BodyReader(object, at, findings);
  }

  private String below(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
