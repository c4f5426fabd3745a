package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which family of revisions a server speaks, and what that adds to every request.
///
/// Since 2026-07-28 every request says for itself which revision it speaks and what the client can
/// do; before, a handshake said it once.
sealed interface Era {

  /// The revision that needs no handshake.
  String MODERN = "2026-07-28";

  /// The newest revision with a handshake.
  String LEGACY = "2025-11-25";

  /// All revisions with a handshake that are understood.
  Set<String> LEGACY_REVISIONS = Set.of(LEGACY, "2025-06-18", "2025-03-26", "2024-11-05");

  /// A header does not match the body.
  long HEADER_MISMATCH = -32020;

  /// The client did not say that it can do something.
  long MISSING_CAPABILITY = -32021;

  /// The server does not speak the revision.
  long UNSUPPORTED_REVISION = -32022;

  /// What we can do for a server: ask a human to fill in a form.
  Json.Obj CAPABILITIES = Json.obj("elicitation", Json.obj("form", Json.object().build()));

  /// {@return the revision}
  String revision();

  /// {@return the parameters of a request as this era wants them}
  Json.Obj params(Json.Obj params, Optional<Long> progress);

  /// {@return what HTTP says of a message}
  Map<String, String> headers(String method, Json.Obj params);

  /// Requests that speak for themselves.
  record Modern() implements Era {

    private static final String PREFIX = "io.modelcontextprotocol/";

    @Override
    public String revision() {
      return MODERN;
    }

    @Override
    public Json.Obj params(Json.Obj params, Optional<Long> progress) {
      Json.ObjBuilder meta =
          Json.object()
              .put(PREFIX + "protocolVersion", MODERN)
              .put(PREFIX + "clientInfo", clientInfo())
              .put(PREFIX + "clientCapabilities", CAPABILITIES);
      progress.ifPresent(token -> meta.put("progressToken", token));
      return withMeta(params, meta.build());
    }

    @Override
    public Map<String, String> headers(String method, Json.Obj params) {
      String version = "MCP-Protocol-Version";
      Optional<String> name =
          List.of("tools/call", "resources/read", "prompts/get").contains(method)
              ? params.at("name").or(() -> params.at("uri")).flatMap(Json::text)
              : Optional.empty();
      return name.map(it ->
              Map.of(version, MODERN, "Mcp-Method", method, "Mcp-Name", ParamHeaders.encoded(it)))
          .orElseGet(() -> Map.of(version, MODERN, "Mcp-Method", method));
    }
  }

  /// Requests within a connection that began with a handshake.
  record Legacy(String revision) implements Era {

    @Override
    public Json.Obj params(Json.Obj params, Optional<Long> progress) {
      return progress
          .map(token -> withMeta(params, Json.obj("progressToken", Json.of(token))))
          .orElse(params);
    }

    @Override
    public Map<String, String> headers(String method, Json.Obj params) {
      return method.equals("initialize") ? Map.of() : Map.of("MCP-Protocol-Version", revision);
    }
  }

  /// {@return who we are}
  static Json.Obj clientInfo() {
    return Json.object().put("name", "gatehouse").put("version", "0.1.0").build();
  }

  /// {@return whether only a modern server says such a thing}
  static boolean isModernRefusal(RpcMessage message) {
    return message instanceof RpcMessage.Refusal refusal && isModern(refusal.error().code());
  }

  /// {@return whether only a modern server gives this code}
  static boolean isModern(long code) {
    return code == HEADER_MISMATCH || code == MISSING_CAPABILITY || code == UNSUPPORTED_REVISION;
  }

  private static Json.Obj withMeta(Json.Obj params, Json.Obj meta) {
    Json.ObjBuilder all = Json.object().put("_meta", meta);
    params
        .members()
        .forEach((name, value) -> {
          if (!name.equals("_meta")) {
            all.put(name, value);
          }
        });
    return all.build();
  }
}
