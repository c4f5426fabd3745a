package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.McpChannel.Kind;
import dev.gatehouse.adapters.mcp.PendingCall.Step;
import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Finds out which era a server belongs to, and opens the connection in its way.
///
/// A server is asked `server/discover` first. One that answers, or refuses as only modern ones do,
/// is modern; whatever else it does, it gets the handshake of the older revisions. No particular
/// error is waited for: old servers refuse in many ways, or say nothing at all.
final class Handshake {

  private static final Duration PROBE = Duration.ofSeconds(5);

  private final McpConnection connection;
  private final Duration patience;

  Handshake(McpConnection connection, Duration patience) {
    this.connection = connection;
    this.patience = patience;
  }

  /// What the server is known to be.
  enum Guess {
    UNKNOWN,
    LEGACY
  }

  /// What a server can do for us.
  ///
  /// @param tools whether it has tools
  /// @param tellsChanges whether it says when they change
  record Offer(boolean tools, boolean tellsChanges) {
    private static Offer of(Json.Obj result) {
      Optional<Json> tools = result.at("capabilities").flatMap(all -> all.at("tools"));
      return new Offer(
          tools.isPresent(),
          tools.flatMap(it -> it.at("listChanged")).flatMap(Json::bool).orElse(false));
    }
  }

  /// Opens the connection.
  ///
  /// @throws McpException when the server cannot be spoken with
  Offer shake(Guess guess) throws InterruptedException {
    if (guess == Guess.LEGACY) {
      return initialize(Optional.empty());
    }
    connection.speak(new Era.Modern());
    PendingCall probe = connection.begin("server/discover", Json.object().build());
    Step found = connection.await(probe, PROBE.compareTo(patience) < 0 ? PROBE : patience);
    return switch (found) {
      case Step.Answered(Json.Obj result) -> discovered(result);
      case Step.Refused(RpcMessage.RpcError error) -> refused(error);
      case Step.Lost lost when probe.ending().isEmpty() -> initialize(Optional.of(probe));
      case Step.Lost lost when lost.loss().kind() == Kind.REFUSED && !isHopeless(lost) ->
          initialize(Optional.empty());
      case Step.Lost lost -> throw new McpException(lost.loss().why());
      case Step.Said _ ->
          throw new IllegalStateException("what is said on the way was passed over");
    };
  }

  /// A missing credential is missing in every revision.
  private static boolean isHopeless(Step.Lost lost) {
    return lost.loss().why().contains("HTTP 401") || lost.loss().why().contains("HTTP 403");
  }

  private Offer discovered(Json.Obj result) throws InterruptedException {
    List<String> revisions = texts(result.at("supportedVersions"));
    if (revisions.contains(Era.MODERN)) {
      return Offer.of(result);
    }
    return older(revisions);
  }

  private Offer refused(RpcMessage.RpcError error) throws InterruptedException {
    if (error.code() == Era.UNSUPPORTED_REVISION) {
      return older(texts(error.data().at("supported")));
    }
    if (Era.isModern(error.code())) {
      throw new McpException("it refused to be discovered: " + error.message());
    }
    return initialize(Optional.empty());
  }

  private Offer older(List<String> revisions) throws InterruptedException {
    if (revisions.stream().noneMatch(Era.LEGACY_REVISIONS::contains)) {
      throw new McpException(
          "it speaks "
              + revisions
              + ", and this client "
              + Era.MODERN
              + " and "
              + Era.LEGACY_REVISIONS);
    }
    return initialize(Optional.empty());
  }

  /// @param late a probe that has not been answered: a slow modern server refuses the handshake and
  ///   answers the probe after all
  private Offer initialize(Optional<PendingCall> late) throws InterruptedException {
    connection.speak(new Era.Legacy(Era.LEGACY));
    Json.Obj params =
        Json.object()
            .put("protocolVersion", Era.LEGACY)
            .put("capabilities", Era.CAPABILITIES)
            .put("clientInfo", Era.clientInfo())
            .build();
    Step step = connection.ask("initialize", params, patience);
    if (step instanceof Step.Answered(Json.Obj result)) {
      return initialized(result);
    }
    if (late.flatMap(PendingCall::ending).orElse(step) instanceof Step.Answered(Json.Obj result)) {
      connection.speak(new Era.Modern());
      return discovered(result);
    }
    throw new McpException(
        "the handshake failed: "
            + (step instanceof Step.Refused refused
                ? refused.error().message()
                : ((Step.Lost) step).loss().why()));
  }

  private Offer initialized(Json.Obj result) {
    String revision = result.at("protocolVersion").flatMap(Json::text).orElse("");
    if (!Era.LEGACY_REVISIONS.contains(revision)) {
      throw new McpException(
          "it speaks revision \"" + revision + "\", which this client does not know");
    }
    connection.speak(new Era.Legacy(revision));
    connection.tell("notifications/initialized", Json.object().build());
    return Offer.of(result);
  }

  private static List<String> texts(Optional<Json> array) {
    return array
        .flatMap(Json::asArray)
        .map(it -> it.items().stream().flatMap(item -> item.text().stream()).toList())
        .orElse(List.of());
  }
}
