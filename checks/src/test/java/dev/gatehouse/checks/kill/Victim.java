package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.ChildJvm;
import dev.gatehouse.core.json.Json;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A server in a process of its own, and the words for talking to it and for killing it.
public final class Victim {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final int port;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private volatile Optional<Process> process = Optional.empty();

  /// @param arguments the main class and what it is told
  public Victim(Path folder, int port, List<String> arguments, Map<String, String> environment) {
    this.folder = folder;
    this.port = port;
    this.arguments = List.copyOf(arguments);
    this.environment = Map.copyOf(environment);
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public void start() throws IOException {
    List<String> command = ChildJvm.of("-Xmx256m");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    File log = folder.resolve("server.log").toFile();
    process =
        Optional.of(
            builder
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start());
  }

  /// Waits until it answers.
  public void await() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (process.filter(Process::isAlive).isEmpty()) {
        throw new IllegalStateException(
            "the server died by itself; see " + folder.resolve("server.log"));
      }
      try {
        if (get("/api/health", "").statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
    throw new IllegalStateException("the server did not come up within " + PATIENCE);
  }

  /// `kill -9`.
  public void kill() {
    process.ifPresent(running -> running.destroyForcibly().onExit().join());
  }

  public HttpResponse<String> get(String path, String token) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url() + path)), token);
  }

  public HttpResponse<String> post(String path, String token, Json body) throws IOException {
    return send(posting(path, body), token);
  }

  /// Posts what must not be done twice, however often it is posted.
  HttpResponse<String> postOnce(String path, String token, String key, Json body)
      throws IOException {
    return send(posting(path, body).header("Idempotency-Key", key), token);
  }

  private HttpRequest.Builder posting(String path, Json body) {
    return HttpRequest.newBuilder(URI.create(url() + path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  /// {@return the number of the process, 0 before the first start}
  public long pid() {
    return process.map(Process::pid).orElse(0L);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String token) throws IOException {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return client.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }
}
