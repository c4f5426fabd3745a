package dev.gatehouse.core.workflow;

import dev.gatehouse.core.money.Cost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One step of a workflow.
///
/// @param id unique in the document, `[A-Za-z0-9_-]{1,64}`
/// @param node what it does
/// @param options how it is treated
public record Step(String id, Node node, Options options) {

  /// A step that is treated as usual.
  public static Step of(String id, Node node) {
    return new Step(id, node, Options.STANDARD);
  }

  /// {@return this step, treated otherwise}
  public Step with(Options other) {
    return new Step(id, node, other);
  }

  /// {@return this step, treated otherwise}
  public Step with(UnaryOperator<Options> change) {
    return with(change.apply(options));
  }

  /// How a step is treated.
  ///
  /// @param allowedTools globs over the tools its agent may use, of those it has; all when absent
  /// @param model another model for its agent
  /// @param retry when it is done again after a failure
  /// @param timeout how long one attempt may take
  /// @param maxBudget the most that its runs may spend
  /// @param history what of the conversation its agent sees
  /// @param signals what its agent may say about the rest of the workflow
  /// @param onError what a failure that is not mended means
  public record Options(
      Optional<List<String>> allowedTools,
      Optional<String> model,
      Retry retry,
      Optional<Duration> timeout,
      Optional<Cost> maxBudget,
      History history,
      Signals signals,
      OnError onError) {

    /// Nothing special.
    public static final Options STANDARD =
        new Options(
            Optional.empty(),
            Optional.empty(),
            Retry.NONE,
            Optional.empty(),
            Optional.empty(),
            History.NONE,
            Signals.NONE,
            new OnError.Fail());

    /// Copies the globs.
    public Options {
      allowedTools = allowedTools.map(List::copyOf);
    }

    /// {@return these options with other tools}
    public Options withAllowedTools(List<String> globs) {
      return new Options(
          Optional.of(globs), model, retry, timeout, maxBudget, history, signals, onError);
    }

    /// {@return these options with another model}
    public Options withModel(String name) {
      return new Options(
          allowedTools, Optional.of(name), retry, timeout, maxBudget, history, signals, onError);
    }

    /// {@return these options with another retry policy}
    public Options with(Retry other) {
      return new Options(allowedTools, model, other, timeout, maxBudget, history, signals, onError);
    }

    /// {@return these options with a time limit}
    public Options withTimeout(Duration limit) {
      return new Options(
          allowedTools, model, retry, Optional.of(limit), maxBudget, history, signals, onError);
    }

    /// {@return these options with a budget}
    public Options withMaxBudget(Cost limit) {
      return new Options(
          allowedTools, model, retry, timeout, Optional.of(limit), history, signals, onError);
    }

    /// {@return these options with another view of the conversation}
    public Options with(History other) {
      return new Options(allowedTools, model, retry, timeout, maxBudget, other, signals, onError);
    }

    /// {@return these options with signals}
    public Options with(Signals other) {
      return new Options(allowedTools, model, retry, timeout, maxBudget, history, other, onError);
    }

    /// {@return these options with another rule for failures}
    public Options with(OnError other) {
      return new Options(allowedTools, model, retry, timeout, maxBudget, history, signals, other);
    }
  }

  /// When a step is done again: exponential back-off from `backoff`, doubled each time up to five
  /// minutes.
  ///
  /// @param attempts how often it may be done in all, 1–20
  /// @param backoff the wait before the second attempt
  /// @param on the failure codes that are worth another attempt; all when empty
  public record Retry(int attempts, Duration backoff, List<String> on) {

    /// The most attempts.
    public static final int MAX_ATTEMPTS = 20;

    /// No second attempt.
    public static final Retry NONE = new Retry(1, Duration.ZERO, List.of());

    /// Copies the codes and refuses a number of attempts out of range.
    public Retry {
      on = List.copyOf(on);
      if (attempts < 1 || attempts > MAX_ATTEMPTS) {
        throw new IllegalArgumentException(
            "attempts must be between 1 and " + MAX_ATTEMPTS + ", not " + attempts);
      }
    }
  }

  /// What of the conversation the agent of a step sees besides its prompt.
  public enum History {
    /// Nothing.
    NONE,
    /// What it said itself when the same step was done before in this run.
    OWN,
    /// The outputs of all steps that have ended.
    RUN
  }

  /// What an agent may say about the rest of the workflow.
  ///
  /// @param branch the steps of which it may choose one to be done next
  /// @param terminate whether it may end the workflow
  public record Signals(List<Step> branch, Terminate terminate) {

    /// Nothing.
    public static final Signals NONE = new Signals(List.of(), Terminate.NO);

    /// Copies the steps.
    public Signals {
      branch = List.copyOf(branch);
    }

    /// {@return whether there is nothing to say}
    public boolean isEmpty() {
      return branch.isEmpty() && terminate == Terminate.NO;
    }
  }

  /// Whether an agent may end the workflow.
  public enum Terminate {
    NO,
    YES
  }

  /// What a failure means that no further attempt mends.
  public sealed interface OnError {

    /// What the step is part of fails.
    record Fail() implements OnError {}

    /// The step counts as skipped and yields `null`.
    record Skip() implements OnError {}

    /// Another step is done in its place and yields its output.
    record Fallback(Step step) implements OnError {}

    /// What has been done in the sequence it stands in is taken back, then that fails.
    record Compensate() implements OnError {}
  }
}
