package dev.gatehouse.gateway;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.runtime.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets a custom agent answer where a model would.
record CustomAgentModel(CustomAgent agent) implements Model {

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    Voice voice = new Voice(listener, cancel);
    Thread worker = Thread.currentThread();
    try (CancelSignal.Registration _ = cancel.onCancel(worker::interrupt)) {
      agent.answer(request.messages(), voice);
    } catch (Exception broken) {
      Thread.interrupted();
      return cancel.cancelled() ? voice.cutOff() : failed(broken);
    }
    return voice.replied(request.model());
  }

  private static ModelOutcome failed(Exception broken) {
    String message =
        broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
    return new ModelOutcome.Failed(Failure.of(Failure.Code.AGENT_ERROR, message), Usage.NONE);
  }

  /// Keeps what is said in the order in which it is said.
  private static final class Voice implements CustomAgent.Speaker {

    private final ModelListener listener;
    private final CancelSignal cancel;
    private final List<Content> said = new ArrayList<>();

    private Voice(ModelListener listener, CancelSignal cancel) {
      this.listener = listener;
      this.cancel = cancel;
    }

    @Override
    public RunContext context() {
      return RunContext.CURRENT.get();
    }

    @Override
    public void say(String text) {
      if (text.isEmpty()) {
        return;
      }
      said.add(
          !said.isEmpty() && said.getLast() instanceof Content.Text
              ? new Content.Text(((Content.Text) said.removeLast()).text() + text)
              : new Content.Text(text));
      listener.text(text);
      listener.drained();
    }

    @Override
    public void think(String text) {
      if (!text.isEmpty()) {
        said.add(new Content.Thinking(text, Optional.empty(), Optional.empty()));
        listener.thinking(text);
        listener.drained();
      }
    }

    @Override
    public void emit(Json.Obj event) {
      listener.event(event);
    }

    @Override
    public CancelSignal cancel() {
      return cancel;
    }

    private ModelOutcome replied(String model) {
      return new ModelOutcome.Replied(said, StopReason.END_TURN, Usage.NONE, model);
    }

    private ModelOutcome cutOff() {
      return new ModelOutcome.CutOff(said, Usage.NONE);
    }
  }
}
