package dev.gatehouse.checks.kill;

import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.RecordTool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/// The server that is killed: a real gateway in a process of its own, with one tool of each kind.
final class VictimServer {

  private VictimServer() {}

  record Look(int turn) {}

  record Charge(int turn) {}

  record Mail(int turn) {}

  record Stamp(int turn) {}

  /// Serves until it is killed.
  ///
  /// @param args the data folder, the port, the address of the effects
  public static void main(String[] args) throws Exception {
    String effects = args[2];
    ToolPolicy write = ToolPolicy.STANDARD;
    Gateway gateway =
        Gateway.plan()
            .data(Path.of(args[0]))
            .port(Integer.parseInt(args[1]))
            .model("anthropic/story")
            .agent("teller", "You tell stories.")
            .tool(tool(Look.class, "look", effects).with(write.withEffect(Effect.READ)))
            .tool(tool(Charge.class, "charge", effects).with(write.idempotently()))
            .tool(tool(Mail.class, "mail", effects).with(write.withEffect(Effect.IRREVERSIBLE)))
            .tool(tool(Stamp.class, "stamp", effects).with(write.withOnUnknown(OnUnknown.FAIL)))
            .start();
    gateway.join();
  }

  private static <R extends Record> RecordTool<R> tool(
      Class<R> input, String name, String effects) {
    HttpClient client = HttpClient.newHttpClient();
    return RecordTool.of(
        input,
        (_, context) ->
            client
                .send(
                    HttpRequest.newBuilder(
                            URI.create(effects + "/" + name + "/" + context.idempotencyKey()))
                        .build(),
                    BodyHandlers.ofString())
                .body());
  }
}
