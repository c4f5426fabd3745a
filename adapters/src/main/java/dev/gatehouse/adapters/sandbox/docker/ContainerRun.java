package dev.gatehouse.adapters.sandbox.docker;

import dev.gatehouse.adapters.sandbox.process.FolderSize;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Output;
import dev.gatehouse.core.spi.Sandbox.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One container from its start to its end.
record ContainerRun(DockerSocket socket, String container, Path work, Limits limits) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 50;
  private static final int LOOKS_PER_WALK = 5;
  private static final long REST_MILLIS = 5_000;

  Ended run(Output output, CancelSignal cancel) throws IOException, InterruptedException {
    try (DockerSocket.Attached attached =
        socket.attach(path("/attach?stream=1&stdin=1&stdout=1&stderr=1"))) {
      PrintedFrames frames = new PrintedFrames(attached.input(), output, limits.output());
      frames.start();
      command("/start");
      Optional<Ended> stopped = watch(frames, cancel);
      if (stopped.isPresent()) {
        command("/kill?signal=KILL");
        return stopped.get();
      }
      return natural(frames);
    }
  }

  /// {@return why it must be stopped; empty when it ends by itself}
  private Optional<Ended> watch(PrintedFrames frames, CancelSignal cancel)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limits.time().toNanos();
    for (int look = 0; ; look++) {
      long rest = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (frames.await(Math.clamp(rest, 0, LOOK_MILLIS))) {
        return Optional.empty();
      }
      if (cancel.cancelled()) {
        return Optional.of(
            new Ended(
                Reason.KILLED_BY_USER, 137, "the program was stopped because nobody wants it"));
      }
      if (frames.full()) {
        return Optional.of(tooMuchOutput());
      }
      if (look % LOOKS_PER_WALK == 0 && FolderSize.of(work) > limits.folder()) {
        return Optional.of(
            new Ended(
                Reason.DISK_LIMIT,
                137,
                "the files of the session took up more than " + limits.folder() + " bytes"));
      }
      if (System.nanoTime() >= deadline) {
        return Optional.of(
            new Ended(
                Reason.TIMEOUT,
                124,
                "the program did not end within " + limits.time().toMillis() + " ms"));
      }
    }
  }

  private Ended natural(PrintedFrames frames) throws IOException {
    if (frames.full()) {
      return tooMuchOutput();
    }
    DockerSocket.Answer ended =
        socket.call("POST", path("/wait"), Optional.empty(), Duration.ofMillis(REST_MILLIS));
    DockerSocket.Answer state = socket.call("GET", path("/json"), Optional.empty(), PATIENCE);
    if (!ended.good() || !state.good()) {
      throw new IOException("Docker does not say how the program ended: " + state.message());
    }
    if (state.json().path("State", "OOMKilled").equals(Optional.of(Json.of(true)))) {
      return new Ended(
          Reason.OOM,
          137,
          "the program needed more than " + (limits.memory() >> 20) + " MiB of memory");
    }
    return Ended.exited(
        ended
            .json()
            .at("StatusCode")
            .filter(Json.Num.class::isInstance)
            .map(code -> ((Json.Num) code).value().intValue())
            .orElse(1));
  }

  private Ended tooMuchOutput() {
    return new Ended(
        Reason.OUTPUT_LIMIT,
        137,
        "the program printed more than " + limits.output() + " bytes and was stopped");
  }

  private void command(String what) throws IOException {
    DockerSocket.Answer answer = socket.call("POST", path(what), Optional.empty(), PATIENCE);
    if (!answer.good() && answer.status() != 409) { // it has ended already
      throw new IOException(answer.message());
    }
  }

  private String path(String rest) {
    return "/containers/" + container + rest;
  }
}
