package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.WorkflowRun;
import dev.gatehouse.protocols.api.NativeFace;
import dev.gatehouse.runtime.stream.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A workflow run in this process, shown in the words of the wire.
public final class EmbeddedFlow implements FlowFeed {

  private static final String DATA = "data: ";

  private final WorkflowRun run;
  private final Runnable stop;
  private final NativeFace face;

  /// @param stop what closing it closes
  public EmbeddedFlow(WorkflowRun run, Runnable stop) {
    this.run = run;
    this.stop = stop;
    this.face = NativeFace.of(run.id(), run::workflow);
  }

  @Override
  public String run() {
    return run.id();
  }

  @Override
  public List<Json> next(Duration patience) throws InterruptedException {
    return run.next(patience).stream().flatMap(this::events).toList();
  }

  private Stream<Json> events(Frame frame) {
    return new String(frame.bytes(face), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(DATA))
        .map(line -> Json.parse(line.substring(DATA.length())));
  }

  @Override
  public boolean ended() {
    return run.ended();
  }

  @Override
  public Optional<String> answer(String question, Optional<Json> value) {
    return run.answer(question, value);
  }

  @Override
  public void cancel() {
    run.cancel("cancelled at the terminal");
  }

  @Override
  public Json record() {
    return run.json();
  }

  @Override
  public void close() {
    run.close();
    stop.run();
  }
}
