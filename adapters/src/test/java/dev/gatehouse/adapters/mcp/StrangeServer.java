package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An MCP server over stdio that does what its arguments say, above all what a server must not do.
/// Its tools are named after what calling them does.
final class StrangeServer {

  private final Set<String> habits;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private final List<String> tools =
      new ArrayList<>(
          List.of(
              "echo",
              "die",
              "hang",
              "grow",
              "ask",
              "work",
              "paint",
              "fail",
              "environment",
              "fork"));
  private long asked = 1_000;
  private boolean awake = true;

  private StrangeServer(Set<String> habits) {
    this.habits = habits;
  }

  /// {@return the command that starts such a server}
  static List<String> command(String... habits) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StrangeServer.class.getName()));
    command.addAll(List.of(habits));
    return command;
  }

  public static void main(String[] habits) throws IOException, InterruptedException {
    new StrangeServer(Set.of(habits)).serve();
  }

  private void serve() throws IOException, InterruptedException {
    if (habits.contains("noisy")) {
      out.println("Server listening, have fun!");
      out.println("{\"jsonrpc\": \"2.0\", \"id\": ");
      out.println("[1, 2]");
      System.err.println("a word on stderr");
    }
    if (habits.contains("endless-line")) {
      out.print("x".repeat(9 << 20));
      out.println();
    }
    String line = in.readLine();
    while (line != null && awake) {
      hear(Json.parse(line));
      line = in.readLine();
    }
    while (habits.contains("deaf")) {
      Thread.onSpinWait();
    }
  }

  private void hear(Json message) throws IOException, InterruptedException {
    String method = message.at("method").flatMap(Json::text).orElse("");
    Json id = message.at("id").orElse(Json.NULL);
    Json params = message.at("params").orElse(Json.NULL);
    switch (method) {
      case "server/discover" -> discover(id);
      case "initialize" -> initialize(id);
      case "tools/list" -> list(id, params);
      case "tools/call" -> call(id, params);
      case "notifications/cancelled" -> note("cancelled " + params.at("requestId").orElseThrow());
      default -> {
        // Whatever else a client says is none of its business.
      }
    }
  }

  private void discover(Json id) {
    if (habits.contains("modern")) {
      answer(
          id,
          Json.object()
              .put("resultType", "complete")
              .put("supportedVersions", Json.array(Json.of("2026-07-28")))
              .put("capabilities", capabilities())
              .build());
    } else if (habits.contains("fragile")) {
      System.err.println("expected initialize");
      System.exit(7);
    } else if (!habits.contains("mute")) {
      refuse(id, -32601, "Method not found");
    }
  }

  private static Json.Obj capabilities() {
    return Json.obj("tools", Json.obj("listChanged", Json.of(true)));
  }

  private void initialize(Json id) {
    if (habits.contains("modern")) {
      refuse(id, -32602, "this server speaks 2026-07-28 only");
      return;
    }
    answer(
        id,
        Json.object()
            .put("protocolVersion", "2025-11-25")
            .put("capabilities", capabilities())
            .put("serverInfo", Json.obj("name", Json.of("strange"), "version", Json.of("1")))
            .build());
  }

  private void list(Json id, Json params) {
    if (habits.contains("circles")) {
      page(id, List.of("echo"), Optional.of("same"));
    } else if (habits.contains("endless-pages")) {
      int page = params.at("cursor").flatMap(Json::text).map(Integer::parseInt).orElse(0);
      page(id, List.of("tool" + page), Optional.of(Integer.toString(page + 1)));
    } else if (habits.contains("paged")) {
      boolean first = params.at("cursor").isEmpty();
      page(
          id,
          first ? tools.subList(0, 2) : tools.subList(2, tools.size()),
          first ? Optional.of("more") : Optional.empty());
    } else {
      page(id, tools, Optional.empty());
    }
  }

  private void page(Json id, List<String> names, Optional<String> next) {
    List<Json> entries = new ArrayList<>();
    names.forEach(name -> entries.add(tool(name)));
    if (habits.contains("bad-tools")) {
      entries.add(Json.of("no tool at all"));
      entries.add(Json.obj("name", Json.of("no schema")));
      entries.add(Json.obj("name", Json.of("naked")));
      entries.add(tool("echo"));
    }
    Json.ObjBuilder result = Json.object().put("tools", Json.array(entries));
    next.ifPresent(cursor -> result.put("nextCursor", cursor));
    answer(id, result.build());
  }

  private static Json tool(String name) {
    return Json.object()
        .put("name", name)
        .put("description", "does " + name)
        .put(
            "inputSchema",
            Json.parse(
                """
                {"type":"object","properties":{"text":{"type":"string"},"tenant":{"type":"string"}},
                 "required":["tenant"]}\
                """))
        .put(
            "annotations",
            Json.obj(
                "readOnlyHint",
                Json.of(name.equals("echo")),
                "destructiveHint",
                Json.of(name.equals("die"))))
        .build();
  }

  private void call(Json id, Json params) throws IOException, InterruptedException {
    String text = params.path("arguments", "text").flatMap(Json::text).orElse("");
    note("called " + params.at("name").flatMap(Json::text).orElse("?"));
    switch (params.at("name").flatMap(Json::text).orElse("")) {
      case "echo" -> say(id, habits.contains("long-answers") ? "x".repeat(9 << 20) : text);
      case "die" -> System.exit(3);
      case "hang" -> note("hanging");
      case "grow" -> grow(id);
      case "ask" -> ask(id, params);
      case "work" -> work(id, params);
      case "paint" -> paint(id);
      case "fail" -> fail(id);
      case "environment" -> say(id, String.join("\n", System.getenv().keySet()));
      case "fork" -> fork(id);
      default -> refuse(id, -32602, "Unknown tool");
    }
  }

  private void grow(Json id) throws IOException {
    tools.add("grown");
    out.println(
        new RpcMessage.Notice("notifications/tools/list_changed", Json.object().build()).json());
    say(id, "grown");
  }

  private void ask(Json id, Json params) throws IOException {
    Json.Obj question =
        Json.object()
            .put("message", "Who are you?")
            .put("requestedSchema", Json.parse("{\"type\":\"object\",\"properties\":{}}"))
            .build();
    if (habits.contains("modern")) {
      Optional<Json> answered = params.path("inputResponses", "who", "content", "name");
      if (answered.isPresent()) {
        say(id, "hello " + answered.get() + params.at("requestState").orElseThrow());
        return;
      }
      answer(
          id,
          Json.object()
              .put("resultType", "input_required")
              .put(
                  "inputRequests",
                  Json.obj(
                      "who", Json.obj("method", Json.of("elicitation/create"), "params", question)))
              .put("requestState", "as it was")
              .build());
      return;
    }
    asked++;
    out.println(new RpcMessage.Request(Json.of(asked), "elicitation/create", question).json());
    Json reply = Json.parse(in.readLine());
    say(id, "hello " + reply.path("result", "content", "name").orElse(Json.NULL));
  }

  private void work(Json id, Json params) {
    for (int step = 1; step <= 3; step++) {
      out.println(
          new RpcMessage.Notice(
                  "notifications/progress",
                  Json.object()
                      .put("progressToken", params.path("_meta", "progressToken").orElseThrow())
                      .put("progress", step)
                      .put("total", 3)
                      .put("message", "step")
                      .build())
              .json());
    }
    answer(
        id,
        Json.obj(
            "content",
            Json.array(Json.obj("type", Json.of("text"), "text", Json.of("{\"n\":3}"))),
            "structuredContent",
            Json.obj("n", Json.of(3))));
  }

  private void paint(Json id) {
    answer(
        id,
        Json.obj(
            "content",
            Json.parse(
                """
                [{"type":"text","text":"a dot"},
                 {"type":"image","data":"aGVsbG8=","mimeType":"image/png"},
                 {"type":"image","data":"%%%","mimeType":"image/png"},
                 {"type":"resource","resource":{"uri":"file:///a.txt","text":"short","mimeType":"text/plain"}},
                 {"type":"resource_link","uri":"file:///b.txt","name":"b"},
                 {"type":"hologram"}]\
                """)));
  }

  private void fail(Json id) {
    answer(
        id,
        Json.obj(
            "isError",
            Json.of(true),
            "content",
            Json.array(Json.obj("type", Json.of("text"), "text", Json.of("no such thing")))));
  }

  /// A grandchild that leaves the session, so that it is nobody's descendant when this one ends.
  private void fork(Json id) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "setsid sleep 600 >/dev/null 2>&1 </dev/null &")
        .start()
        .waitFor();
    say(id, "forked");
  }

  private void say(Json id, String text) throws IOException {
    if (habits.contains("garbling")) {
      out.write(
          ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"content\":[\"")
              .getBytes(StandardCharsets.UTF_8));
      out.write(new byte[] {(byte) 0xff, (byte) 0xfe});
      out.println("\"]}}");
      return;
    }
    answer(
        id,
        Json.obj("content", Json.array(Json.obj("type", Json.of("text"), "text", Json.of(text)))));
  }

  private void answer(Json id, Json.Obj result) {
    out.println(new RpcMessage.Answer(id, result).json());
  }

  private void refuse(Json id, long code, String message) {
    out.println(
        new RpcMessage.Refusal(id, new RpcMessage.RpcError(code, message, Json.NULL)).json());
  }

  /// What a test wants to know of it stands in a file.
  private void note(String what) throws IOException {
    String file = System.getenv("NOTES");
    if (file != null) {
      Files.writeString(
          Path.of(file),
          what + "\n",
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
    }
  }
}
