package dev.gatehouse.checks.abuse;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/// One thing that must not harm a server.
///
/// @param answer what the server is to say to it
record Abuse(String name, Deed deed, Pattern answer) {

  private static final Json.Obj NOTHING = Json.object().build();
  private static final String PRINT_MUCH =
      "import sys\nfor i in range(1000): sys.stdout.write('x' * 100_000)";
  private static final String PRINT_BINARY =
      "import os, sys\nsys.stdout.buffer.write(bytes(range(256)) * 40)\nsys.stdout.flush()";
  private static final String FORK = "import os\nwhile True:\n  os.fork()";

  /// Does it.
  interface Deed {

    /// {@return what the server said}
    String to(AbusedServer server) throws IOException, InterruptedException;
  }

  private static Abuse call(String name, String tool, Json.Obj input, String answer) {
    return new Abuse(
        name,
        server -> server.call(tool, input).toString(),
        Pattern.compile(answer, Pattern.DOTALL));
  }

  private static Abuse program(String name, String code, int millis, String answer) {
    Json.Obj input = Json.object().put("code", code).put("timeout_ms", millis).build();
    return call(name, "code_execute", input, answer);
  }

  private static Abuse post(String name, String path, String type, byte[] body, String answer) {
    return new Abuse(
        name,
        server -> {
          var said = server.post(path, type, body);
          return said.statusCode() + " " + said.body();
        },
        Pattern.compile(answer, Pattern.DOTALL));
  }

  /// {@return everything}
  static List<Abuse> all(boolean processes) throws IOException {
    List<Abuse> all = new ArrayList<>(tools());
    all.addAll(bodies());
    all.addAll(uploads());
    all.add(program("a program prints 100 MB", PRINT_MUCH, 60_000, ".*output_limit.*"));
    all.add(
        program(
            "a program prints bytes that are no text",
            PRINT_BINARY,
            60_000,
            ".*\"return_code\":0.*"));
    if (processes) {
      all.add(program("a fork bomb", FORK, 10_000, ".*\"(timeout|oom)\".*|.*BlockingIOError.*"));
    }
    return all;
  }

  private static List<Abuse> tools() {
    return List.of(
        call("an MCP server answers 100 MB in one line", "nasty_huge", NOTHING, ".*no protocol.*"),
        call(
            "an MCP server answers 20 MB in one line",
            "nasty_large",
            NOTHING,
            ".*longer than 8388608 bytes.*"),
        call("an MCP server writes binary noise", "nasty_binary", NOTHING, ".*after much noise.*"),
        call("an MCP server writes invalid UTF-8", "nasty_letters", NOTHING, ".*cannot be read.*"),
        call("an MCP server dies in a call", "nasty_die", NOTHING, ".*(ended|gone|code 4).*"),
        call("a service answers 100 MB", "fetch_huge", NOTHING, ".*more than [0-9]+ bytes.*"),
        call("a service answers a gzip bomb", "fetch_bomb", NOTHING, ".*more than [0-9]+ bytes.*"),
        call("a service says JSON and sends noise", "fetch_binary", NOTHING, ".*sends none.*"));
  }

  private static List<Abuse> bodies() throws IOException {
    byte[] broken = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
    byte[] large = new byte[2 << 20];
    Arrays.fill(large, (byte) ' ');
    byte[] noise = new byte[10_000];
    new Random(3).nextBytes(noise);
    return List.of(
        post(
            "a body in invalid UTF-8", "/api/chat", "application/json", broken, "400 .*bad_json.*"),
        post("a body of noise", "/api/chat", "application/json", noise, "400 .*bad_json.*"),
        post("a body of 2 MB", "/api/chat", "application/json", large, "413 .*"),
        post(
            "a body 100,000 levels deep",
            "/api/chat",
            "application/json",
            "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
            "400 .*bad_json.*"),
        post(
            "a text of half characters",
            "/api/chat",
            "application/json",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800 \\u0000\"}]}"
                .getBytes(StandardCharsets.UTF_8),
            "(200|4..) .*"),
        new Abuse(
            "a body that is a gzip bomb",
            server -> {
              var said =
                  server.post(
                      "/api/chat", "application/json", Bombs.gzip(), "Content-Encoding", "gzip");
              return said.statusCode() + " " + said.body();
            },
            Pattern.compile("415 .*encoded as.*", Pattern.DOTALL)));
  }

  private static List<Abuse> uploads() throws IOException {
    String type = "multipart/form-data; boundary=b";
    return List.of(
        post(
            "an upload that is a zip bomb",
            "/api/files",
            type,
            form("a.zip", Bombs.zip()),
            "201 .*"),
        post("an upload of 40 MB", "/api/files", type, form("a.bin", new byte[40 << 20]), "413 .*"),
        post(
            "an upload with a name that climbs",
            "/api/files",
            type,
            form("../../../etc/passwd", new byte[10]),
            "(201|4..) .*"),
        post(
            "an upload that never ends its head",
            "/api/files",
            type,
            ("--b\r\nX: " + "x".repeat(500_000)).getBytes(StandardCharsets.UTF_8),
            "4.. .*"),
        post(
            "an upload of 20,000 parts",
            "/api/files",
            type,
            "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\r\n"
                .repeat(20_000)
                .getBytes(StandardCharsets.UTF_8),
            "4.. .*"));
  }

  private static byte[] form(String name, byte[] content) {
    byte[] head =
        ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\nContent-Type: application/zip\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] tail = "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + content.length + tail.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    System.arraycopy(tail, 0, all, head.length + content.length, tail.length);
    return all;
  }
}
