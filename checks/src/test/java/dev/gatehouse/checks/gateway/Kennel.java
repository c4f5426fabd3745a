package dev.gatehouse.checks.gateway;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Tools that come when they are called.
final class Kennel implements ToolSource {

  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private volatile List<Tool> tools = List.of();
  private volatile boolean closed;

  void bring(String... names) {
    tools = Arrays.stream(names).map(name -> (Tool) new Barking(name, "mcp:kennel", this)).toList();
  }

  void tell(boolean available, String reason) {
    List<String> names = tools.stream().map(tool -> tool.spec().name()).toList();
    listeners.forEach(listener -> listener.accept(new Change("kennel", names, available, reason)));
  }

  @Override
  public String name() {
    return "kennel";
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public CancelSignal.Registration onChange(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  /// A tool that barks; `run_away` takes all of them out of reach and back.
  record Barking(String name, String location, Kennel kennel) implements Tool {

    @Override
    public ToolSpec spec() {
      return new ToolSpec(name, "barks", Json.obj("type", Json.of("object")));
    }

    @Override
    public ToolOutcome call(Json input, ToolContext context) {
      kennel.tell(false, "the gate is open");
      kennel.tell(true, "they are hungry");
      return new ToolOutcome.Failed(
          Failure.of(Failure.Code.TOOLS_UNAVAILABLE, "they are gone").permanent());
    }
  }
}
