package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A program with the wire and the command line of Gatehouse that the bench relies on, and nothing
/// else: it lets the bench be tested without the server. Runs are followed by several readers, and
/// begin anew after a restart.
final class PretendGatehouse {
  private final Map<String, Run> runs = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient upstream = HttpClient.newBuilder().executor(threads).build();
  private final URI messages;
  private final Path data;

  private PretendGatehouse(URI messages, Path data) {
    this.messages = messages;
    this.data = data;
  }

  /// The lines of one run so far; readers wait for more.
  private static final class Run {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private boolean ended;

    synchronized void add(String line) {
      lines.add(line);
      notifyAll();
    }

    synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized boolean has(int index) throws InterruptedException {
      while (lines.size() <= index && !ended) {
        wait();
      }
      return index < lines.size();
    }
  }

  /// `serve --port P --data DIR --model M`
  public static void main(String[] arguments) throws IOException {
    var words = List.of(arguments);
    int port = Integer.parseInt(words.get(words.indexOf("--port") + 1));
    var data = Path.of(words.get(words.indexOf("--data") + 1));
    var messages = URI.create(System.getenv("ANTHROPIC_BASE_URL") + "/v1/messages");
    var pretend = new PretendGatehouse(messages, data);
    var server = HttpServer.create(SelectorLoop.loopback(port), 100);
    server.setExecutor(pretend.threads);
    server.createContext("/api/chat/init", exchange -> answer(exchange, 200, newToken()));
    server.createContext("/api/chat/subscribe", pretend::subscribe);
    server.createContext("/api/chat", pretend::chat);
    server.start();
    System.out.println("Gatehouse is ready at http://127.0.0.1:" + port);
  }

  private static String newToken() {
    return "{\"session_token\":\"token\",\"session_id\":\"sess_1\"}";
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }

  private void chat(HttpExchange exchange) throws IOException {
    var shape = StreamShape.find(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    if (!"Bearer token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "who are you?");
      return;
    }
    var id = "run_" + asked.incrementAndGet();
    Files.writeString(data.resolve(id), shape.orElseThrow().model());
    follow(exchange, id);
  }

  private void subscribe(HttpExchange exchange) throws IOException {
    follow(exchange, exchange.getRequestURI().getQuery().replace("run_id=", ""));
  }

  private void follow(HttpExchange exchange, String id) throws IOException {
    var shape = StreamShape.find(Files.readString(data.resolve(id))).orElseThrow();
    var run = runs.computeIfAbsent(id, unknown -> started(shape));
    exchange.getResponseHeaders().set("X-Run-Id", id);
    exchange.sendResponseHeaders(200, 0);
    try (var body = exchange.getResponseBody()) {
      for (int i = 0; run.has(i); i++) {
        body.write((run.lines.get(i) + "\n\n").getBytes(UTF_8));
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while following " + id);
    }
  }

  private Run started(StreamShape shape) {
    var run = new Run();
    threads.execute(() -> read(shape, run));
    return run;
  }

  private void read(StreamShape shape, Run run) {
    var request =
        HttpRequest.newBuilder(messages)
            .POST(BodyPublishers.ofString("{\"model\":\"" + shape.model() + "\"}"))
            .build();
    try (var lines = upstream.send(request, BodyHandlers.ofLines()).body()) {
      lines.filter(line -> line.contains("text_delta")).forEach(run::add);
    } catch (IOException e) {
      run.add("data: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      run.end();
    }
  }
}
