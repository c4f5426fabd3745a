package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.UndoEvent.Rest;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.undo.EffectBook;
import dev.gatehouse.core.undo.EffectBook.Found;
import dev.gatehouse.core.undo.Undoable;
import dev.gatehouse.runtime.artifact.Artifacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks in the log for what a run is to take back, a page at a time.
///
/// The log is the truth about what has worked, of the run and of all that was started for it, so
/// nothing has to be kept for the case that somebody wants it taken back.
public final class UndoPerformer {

  /// The most that is taken back between two searches.
  static final int PAGE = 32;

  private static final long MAX_PAGE_UNITS = 256 * 1024;
  private static final int READ = 512;
  private static final Set<String> TELLING =
      Set.of(
          "child_started",
          "tool_call_requested",
          "tool_call_judged",
          "tool_call_dispatched",
          "tool_call_finished");

  private final EventStore store;
  private final Toolbox tools;
  private final Artifacts artifacts;

  UndoPerformer(EventStore store, Toolbox tools, Artifacts artifacts) {
    this.store = store;
    this.tools = tools;
    this.artifacts = artifacts;
  }

  void perform(Job<Action.FindEffects> job) {
    Action.FindEffects wanted = job.action();
    EffectBook book = read(job);
    List<Found> found = book.latest(wanted.before(), PAGE);
    List<Undoable> effects = new ArrayList<>();
    long units = 0;
    for (Found one : found) {
      if (effects.isEmpty() || units <= MAX_PAGE_UNITS) {
        Undoable effect = effect(job, one);
        units += effect.input().toString().length();
        effects.add(effect);
      }
    }
    long before = effects.isEmpty() ? wanted.before() : found.get(effects.size() - 1).pos();
    boolean more = !book.latest(before, 1).isEmpty();
    boolean told =
        job.tell(
            new RunInput.EffectsFound(
                wanted.ref(),
                wanted.undo(),
                effects,
                before,
                wanted.ref().attempt() == 1 ? book.unknown() : List.of(),
                more && !effects.isEmpty() ? Rest.MORE : Rest.NONE,
                Optional.empty()));
    if (!told) {
      job.close();
    }
  }

  private EffectBook read(Job<Action.FindEffects> job) {
    EffectBook book = new EffectBook(job.spec().id(), job.action().scope());
    long pos = 0;
    List<Entry> page;
    do {
      page = store.readTree(job.spec().root(), pos, READ);
      for (Entry entry : page) {
        pos = entry.pos();
        if (TELLING.contains(entry.type())) {
          book.hear(entry.stream(), entry.seq(), entry.pos(), decode(entry));
        }
      }
    } while (page.size() == READ);
    return book;
  }

  private static Event decode(Entry entry) {
    return Event.CODEC.decode(JsonReader.read(entry.body(), JsonLimits.OWN));
  }

  private Undoable effect(Job<Action.FindEffects> job, Found one) {
    Json input = one.undo().arguments(given(one), output(job, one));
    Optional<Toolbox.Known> known = tools.undo(one.undo().tool(), job.spec().agent());
    return new Undoable(
        one.run(),
        one.call(),
        one.tool(),
        one.undo().tool(),
        input,
        known.map(Toolbox.Known::policy).orElse(ToolPolicy.STANDARD),
        known.map(Toolbox.Known::location).orElse("backend"));
  }

  /// The arguments it was made with, whoever had changed them.
  private Json given(Found one) {
    return switch (event(one.run(), one.input())) {
      case ToolEvent.ToolCallRequested wish -> wish.input();
      case ToolEvent.ToolCallJudged judged -> judged.input();
      default -> Json.NULL;
    };
  }

  private Json output(Job<Action.FindEffects> job, Found one) {
    if (!(event(one.run(), one.end()) instanceof ToolEvent.ToolCallFinished over)
        || !(over.outcome() instanceof ToolOutcome.Ok ok)) {
      return Json.NULL;
    }
    return over.blob().flatMap(id -> whole(id, job.spec().session())).orElse(ok.value());
  }

  /// A result that was too large for the log.
  private Optional<Json> whole(String id, String session) {
    return artifacts
        .find(id, session)
        .flatMap(artifacts::bytes)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .map(UndoPerformer::json);
  }

  private static Json json(String text) {
    try {
      return JsonReader.read(text, JsonLimits.OWN);
    } catch (JsonException plain) {
      return Json.of(text);
    }
  }

  private Event event(String run, long seq) {
    return decode(store.read(run, seq - 1, 1).getFirst());
  }
}
