package dev.gatehouse.checks.core;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The mailbox of one run: feeds a machine, keeps what it recorded and what it was fed, and holds
/// both against the laws after every step.
final class RunJournal {

  private final RunSpec spec;
  private final List<Logged> log = new ArrayList<>();
  private final List<Fed> inputs = new ArrayList<>();
  private final LogLaws logLaws;
  private final List<Action> wanted;
  private RunMachine machine;
  private RunState state;

  RunJournal(RunMachine machine, RunSpec spec, Instant at) {
    this.machine = machine;
    this.spec = spec;
    this.logLaws = new LogLaws(spec);
    RunMachine.Step created = machine.create(spec);
    this.state = created.state();
    this.wanted = created.start();
    keep(created.events(), new Stamp(at, 1));
  }

  /// One event as it was recorded.
  record Logged(Event event, Stamp stamp) {}

  /// One input and what came of it.
  record Fed(RunInput input, Stamp stamp, Result result) {}

  Result post(RunInput input, Instant at) {
    Stamp stamp = new Stamp(at, log.size() + 1L);
    RunState before = state;
    Result result = machine.step(before, input, stamp);
    inputs.add(new Fed(input, stamp, result));
    if (result instanceof Result.Stepped(RunMachine.Step step)) {
      state = step.state();
      keep(step.events(), stamp);
      StateLaws.check(state);
      StateLaws.checkTaint(before, state);
    }
    return result;
  }

  private void keep(List<Event> events, Stamp first) {
    Stamp stamp = first;
    for (Event event : events) {
      log.add(new Logged(event, stamp));
      logLaws.hear(event);
      stamp = new Stamp(stamp.at(), stamp.pos() + 1);
    }
  }

  /// Another release takes over.
  void upgrade(RunMachine other) {
    machine = other;
  }

  /// {@return what the creation of the run began}
  List<Action> wanted() {
    return wanted;
  }

  RunSpec spec() {
    return spec;
  }

  RunState state() {
    return state;
  }

  List<Logged> log() {
    return log;
  }

  List<Fed> inputs() {
    return inputs;
  }

  /// What must hold of a log that gets no more events.
  void close() {
    logLaws.checkEnd(state);
  }
}
