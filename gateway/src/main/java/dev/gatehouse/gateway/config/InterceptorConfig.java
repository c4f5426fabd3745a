package dev.gatehouse.gateway.config;

import dev.gatehouse.core.policy.Reaction;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A rule that tool calls are held to before they are made.
public sealed interface InterceptorConfig {

  /// {@return what clients and the log call it}
  Optional<String> name();

  /// {@return globs over the tools it watches}
  List<String> tools();

  /// {@return what happens to a call that breaks it}
  Reaction action();

  /// {@return whether a call is denied when the rule itself fails}
  boolean critical();

  /// A condition must not hold.
  record Expression(
      @Required @Doc("The condition a call must not fulfil.") String when,
      @Doc("What clients and the log call the rule.") Optional<String> name,
      @Doc("The tools it watches, as globs; all when empty.") List<String> tools,
      @Doc("What happens to a call that breaks it.") Reaction action,
      @Doc("Whether a call is denied when the rule itself fails.") boolean critical)
      implements InterceptorConfig {

    static final Expression STANDARD =
        new Expression("false", Optional.empty(), List.of(), Reaction.DENY, true);

    /// Copies the globs.
    public Expression {
      tools = List.copyOf(tools);
      name.ifPresent(text -> Require.code("name", text));
    }
  }

  /// A session may call each tool only so often.
  record Rate(
      @Required @Doc("How often one session may call each tool.") int calls,
      @Doc("In what time.") Duration per,
      @Doc("What clients and the log call the rule.") Optional<String> name,
      @Doc("The tools it watches, as globs; all when empty.") List<String> tools,
      @Doc("What happens to a call that breaks it.") Reaction action,
      @Doc("Whether a call is denied when the rule itself fails.") boolean critical)
      implements InterceptorConfig {

    static final Rate STANDARD =
        new Rate(1, Duration.ofMinutes(1), Optional.empty(), List.of(), Reaction.DENY, true);

    /// Copies the globs.
    public Rate {
      tools = List.copyOf(tools);
      name.ifPresent(text -> Require.code("name", text));
      Require.within("calls", calls, 1, 1_000);
      Require.positive("per", per);
    }
  }

  /// Arguments must not match some patterns, or must match some.
  record Argument(
      @Doc("Where the argument stands, such as path or files.path; everywhere when empty.")
          List<String> arguments,
      @Doc("RE2 patterns it must not match.") List<String> forbid,
      @Doc("RE2 patterns of which it must match one; anything when empty.") List<String> allow,
      @Doc("What clients and the log call the rule.") Optional<String> name,
      @Doc("The tools it watches, as globs; all when empty.") List<String> tools,
      @Doc("What happens to a call that breaks it.") Reaction action,
      @Doc("Whether a call is denied when the rule itself fails.") boolean critical)
      implements InterceptorConfig {

    static final Argument STANDARD =
        new Argument(
            List.of(), List.of(), List.of(), Optional.empty(), List.of(), Reaction.DENY, true);

    /// Copies the lists.
    public Argument {
      arguments = List.copyOf(arguments);
      forbid = List.copyOf(forbid);
      allow = List.copyOf(allow);
      tools = List.copyOf(tools);
      name.ifPresent(text -> Require.code("name", text));
    }
  }

  /// Paths must lie in some folders.
  record Path(
      @Required @Doc("The arguments that hold paths, such as path or files.path.")
          List<String> arguments,
      @Required @Doc("The folders they may lie in.") List<String> allow,
      @Doc("What relative paths are relative to; the working folder when absent.")
          Optional<String> base,
      @Doc("What clients and the log call the rule.") Optional<String> name,
      @Doc("The tools it watches, as globs; all when empty.") List<String> tools,
      @Doc("What happens to a call that breaks it.") Reaction action,
      @Doc("Whether a call is denied when the rule itself fails.") boolean critical)
      implements InterceptorConfig {

    static final Path STANDARD =
        new Path(
            List.of("path"),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Reaction.DENY,
            true);

    /// Copies the lists.
    public Path {
      arguments = List.copyOf(arguments);
      allow = List.copyOf(allow);
      tools = List.copyOf(tools);
      name.ifPresent(text -> Require.code("name", text));
      Require.notEmpty("arguments", arguments);
    }
  }

  /// URLs must name some hosts.
  record Host(
      @Required @Doc("The arguments that hold URLs, such as url or sources.url.")
          List<String> arguments,
      @Required @Doc("The hosts they may name, as globs; a private address by its very name.")
          List<String> allow,
      @Doc("What clients and the log call the rule.") Optional<String> name,
      @Doc("The tools it watches, as globs; all when empty.") List<String> tools,
      @Doc("What happens to a call that breaks it.") Reaction action,
      @Doc("Whether a call is denied when the rule itself fails.") boolean critical)
      implements InterceptorConfig {

    static final Host STANDARD =
        new Host(List.of("url"), List.of(), Optional.empty(), List.of(), Reaction.DENY, true);

    /// Copies the lists.
    public Host {
      arguments = List.copyOf(arguments);
      allow = List.copyOf(allow);
      tools = List.copyOf(tools);
      name.ifPresent(text -> Require.code("name", text));
      Require.notEmpty("arguments", arguments);
    }
  }

  /// What an untrusted tool gave must not lead to some calls unnoticed.
  record Taint(
      @Doc("The effects of the calls that matter; all when tools are named, else irreversible.")
          List<Effect> effects,
      @Doc("What clients and the log call the rule.") Optional<String> name,
      @Doc("The tools it watches, as globs; all when empty.") List<String> tools,
      @Doc("What happens to a call that breaks it.") Reaction action,
      @Doc("Whether a call is denied when the rule itself fails.") boolean critical)
      implements InterceptorConfig {

    static final Taint STANDARD =
        new Taint(List.of(), Optional.empty(), List.of(), Reaction.ASK, true);

    /// Copies the lists.
    public Taint {
      effects = List.copyOf(effects);
      tools = List.copyOf(tools);
      name.ifPresent(text -> Require.code("name", text));
    }
  }
}
