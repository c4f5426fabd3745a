package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.function.Predicate;
import okhttp3.Call;
import okhttp3.Response;

/// The answer to one request as a stream of events. Where it breaks before the answer has come, it
/// is taken up again behind its last event, if the server numbers them: the request itself is never
/// made twice.
final class AnswerStream {

  /// How often in a row it is taken up in vain.
  private static final int MOST_VAIN = 5;

  private final HttpLink http;
  private final URI url;
  private final Map<String, String> headers;
  private final long request;
  private final McpChannel.Listener hears;
  private final Predicate<Call> isWanted;
  private final EventTrail trail = new EventTrail();
  private boolean answered;

  /// @param headers what a request that goes on says besides
  /// @param isWanted takes the call that goes on, and tells whether anybody still waits
  AnswerStream(
      HttpLink http,
      URI url,
      Map<String, String> headers,
      long request,
      McpChannel.Listener hears,
      Predicate<Call> isWanted) {
    this.http = http;
    this.url = url;
    this.headers = headers;
    this.request = request;
    this.hears = hears;
    this.isWanted = isWanted;
  }

  /// Reads to the end, over as many connections as it takes.
  void read(Response first) {
    String why = listen(first);
    int vain = 0;
    while (!answered && trail.isNumbered() && vain < MOST_VAIN && waited(vain)) {
      String before = trail.last();
      Call call = http.stream(url, trail.headers(headers));
      if (!isWanted.test(call)) {
        break;
      }
      why = again(call, why);
      vain = trail.last().equals(before) ? vain + 1 : 0;
    }
    if (!answered) {
      hears.lost(request, new McpChannel.Loss(McpChannel.Kind.UNKNOWN, why));
    }
  }

  private boolean waited(int times) {
    try {
      Thread.sleep(trail.pause(times));
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String again(Call call, String before) {
    try (Response response = HttpLink.execute(call)) {
      if (HttpLink.isStream(response) && response.isSuccessful()) {
        return listen(response);
      }
      if (response.code() / 100 == 4) {
        trail.forget();
      }
      return before + ", and it goes on no more (HTTP " + response.code() + ")";
    } catch (IOException broken) {
      return "the connection broke: " + broken.getMessage();
    }
  }

  /// {@return why the answer has not come}
  private String listen(Response response) {
    try {
      http.read(
          response, (_, data, length) -> http.message(data, length).ifPresent(this::hear), trail);
      return "its answer ended early";
    } catch (IOException broken) {
      return "the connection broke: " + broken.getMessage();
    }
  }

  private void hear(RpcMessage message) {
    answered |=
        switch (message) {
          case RpcMessage.Answer(var id, _) -> isOurs(id);
          case RpcMessage.Refusal(var id, _) -> isOurs(id);
          case RpcMessage.Request _, RpcMessage.Notice _ -> false;
        };
    hears.received(message, request);
  }

  private boolean isOurs(Json id) {
    return RpcMessage.number(id).filter(number -> number == request).isPresent();
  }
}
