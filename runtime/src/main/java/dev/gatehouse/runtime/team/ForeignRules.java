package dev.gatehouse.runtime.team;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Merge;
import dev.gatehouse.runtime.catalog.Catalog;
import java.util.Objects;

/// The rules of a program by which values join the shared state of workflows.
public record ForeignRules(Catalog catalog) {

  /// How often a rule is asked about one write, when others write to the same key meanwhile.
  public static final int MAX_ROUNDS = 100;

  /// What is said after so many rounds.
  public static final String RESTLESS =
      "others wrote to the same keys " + MAX_ROUNDS + " times before this could be";

  /// Refuses to ask foreign rules where they cannot be asked.
  ///
  /// @throws Unjoined when it works on a part of a long list, which sees only its own writes
  public void requireWhole(FlowState flow) throws Unjoined {
    if (flow.spec().slice().isPresent()) {
      throw new Unjoined(
          Failure.of(
                  Failure.Code.INVALID_ARGUMENTS,
                  "the items of a list of more than 256 cannot write to state whose merge rule is"
                      + " of the program; write what the map yields, in a step after it")
              .withSubCode("merge_failed"));
    }
  }

  /// A write could not be joined to what is there.
  public static final class Unjoined extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    Unjoined(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    /// {@return what to tell who wanted to write}
    public Failure failure() {
      return failure;
    }
  }

  /// {@return what is there after a write}
  ///
  /// @throws Unjoined when there is no such rule any more, or it breaks
  public Json join(Errand.Write write) throws Unjoined {
    Merge rule = catalog.merges().get(write.rule());
    if (rule == null) {
      throw new Unjoined(
          Failure.of(
              Failure.Code.NOT_FOUND,
              "this program has no merge rule '" + write.rule() + "' for '" + write.key() + "'"));
    }
    try {
      return Objects.requireNonNull(
          rule.merge(write.old(), write.value()), "it returned null instead of a JSON value");
    } catch (RuntimeException broken) {
      throw new Unjoined(
          Failure.of(
                  Failure.Code.AGENT_ERROR,
                  "merge rule '" + write.rule() + "' broke at '" + write.key() + "': " + broken)
              .withSubCode("merge_failed"));
    }
  }
}
