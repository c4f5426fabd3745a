package dev.gatehouse.checks.runtime;

import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.seat.Admit;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.testkit.InMemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A runtime on a desk: a store in memory, one agent, and short words for what tests do with it.
final class Desk implements AutoCloseable {

  private final InMemoryStore store;
  private final AgentProfile profile;
  private final AgentRuntime runtime;

  private Desk(
      InMemoryStore store, AgentProfile profile, Catalog catalog, Optional<Cost> sessionCap) {
    this.store = store;
    this.profile = profile;
    this.runtime =
        AgentRuntime.open(
            new AgentRuntime.Parts(
                store.events(),
                store.blobs(),
                catalog,
                new dev.gatehouse.adapters.schema.NetworkntValidator(),
                InstantSource.system(),
                new Budgets(_ -> sessionCap),
                (_, _) -> {}));
  }

  static Desk with(InMemoryStore store, Model model, List<Tool> tools, Optional<Cost> sessionCap) {
    return with(store, model, tools, sessionCap, RetryPolicy.STANDARD);
  }

  static Desk with(
      InMemoryStore store,
      Model model,
      List<Tool> tools,
      Optional<Cost> sessionCap,
      RetryPolicy retry) {
    AgentProfile profile =
        AgentProfile.of("helper", "You help.", "model")
            .withTools(tools.stream().map(tool -> tool.spec().name()).toList())
            .withRetry(retry);
    return new Desk(store, profile, new SmallCatalog(profile, model, tools), sessionCap);
  }

  static Desk with(InMemoryStore store, AgentProfile profile, Catalog catalog) {
    return new Desk(store, profile, catalog, Optional.empty());
  }

  static Desk with(Model model, Tool... tools) {
    return with(new InMemoryStore(), model, List.of(tools), Optional.empty());
  }

  AgentRuntime runtime() {
    return runtime;
  }

  InMemoryStore store() {
    return store;
  }

  String session() {
    String id = runtime.ids().session();
    runtime.post(
        id,
        new Changes.Open(
            new SessionCreated(
                id,
                "default",
                "key",
                "user",
                Optional.empty(),
                Json.object().build(),
                runtime.clock().instant()),
            List.of()));
    return id;
  }

  RunSpec spec(String session, RunSpec.Kind kind, RunLimits limits, Message... input) {
    return new RunSpec(
        RunSpec.Origin.of(runtime.ids().run(), session, kind),
        new RunSpec.Owner("default", "user", "user", Optional.empty(), RunSpec.Watch.WATCHED),
        profile,
        limits,
        RunSpec.Request.of(List.of(input), runtime.clock().instant()));
  }

  Admit.Admitted say(String session, WhenBusy busy, String... texts) {
    Message[] sent = new Message[texts.length];
    for (int index = 0; index < texts.length; index++) {
      sent[index] = index % 2 == 0 ? Message.user(texts[index]) : Message.assistant(texts[index]);
    }
    RunSpec spec = spec(session, RunSpec.Kind.CHAT, RunLimits.STANDARD, sent);
    return runtime.post(session, new Admit(spec, busy, Admit.History.CLIENT));
  }

  String run(String session, String... texts) {
    return ((Admit.Admitted.Accepted) say(session, WhenBusy.REJECT, texts)).run();
  }

  /// Looks on until the run has ended.
  List<Frame> watch(String run, Place from) throws InterruptedException {
    List<Frame> seen = new ArrayList<>();
    try (Onlooker onlooker = runtime.look(run, from)) {
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (!onlooker.ended() && System.nanoTime() < deadline) {
        seen.addAll(onlooker.next(Duration.ofMillis(500)));
      }
    }
    return seen;
  }

  /// {@return the text that was said and not voided by a retry}
  static String text(List<Frame> frames) {
    StringBuilder text = new StringBuilder();
    int turn = 0;
    for (Frame frame : frames) {
      if (frame.body() instanceof Frame.Body.Recorded recorded) {
        switch (recorded.event()) {
          case ModelEvent.ModelCallDispatched _ -> turn = text.length();
          case ModelEvent.ModelFailed _ -> text.setLength(turn);
          default -> {}
        }
      }
      if (frame.body() instanceof Frame.Body.Said said && said.voice() == Frame.Voice.TEXT) {
        text.append(said.text());
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    runtime.close(Duration.ofMillis(200));
  }
}
