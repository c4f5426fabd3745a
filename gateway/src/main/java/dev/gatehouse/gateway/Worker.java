package dev.gatehouse.gateway;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who does a task: an agent or a workflow. A name alone means the one there is of that name;
/// `agent:NAME` and `workflow:NAME` say which.
///
/// @param kind what it is, if that was said
public record Worker(String name, Optional<Kind> kind) {

  /// What does the task.
  public enum Kind {
    AGENT,
    WORKFLOW;

    private String prefix() {
      return name().toLowerCase(Locale.ROOT) + ":";
    }
  }

  /// Reads a name with or without a prefix.
  public static Worker parse(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix())) {
        return new Worker(text.substring(kind.prefix().length()), Optional.of(kind));
      }
    }
    return new Worker(text, Optional.empty());
  }

  /// {@return whether it may be a workflow of this name}
  boolean mayBe(Collection<String> workflows) {
    return kind.orElse(Kind.WORKFLOW) == Kind.WORKFLOW && workflows.contains(name);
  }

  /// {@return what it is}
  ///
  /// @param agents the names of the agents there are
  /// @param workflows the names of the workflows there are
  /// @throws AutonomousException when there is none of that name, or an agent and a workflow
  public Kind among(Collection<String> agents, Collection<String> workflows) {
    boolean agent = kind.orElse(Kind.AGENT) == Kind.AGENT && agents.contains(name);
    boolean workflow = mayBe(workflows);
    if (agent && workflow) {
      throw new AutonomousException(
          "\"%1$s\" is an agent and a workflow; say agent:%1$s or workflow:%1$s".formatted(name));
    }
    if (!agent && !workflow) {
      throw new AutonomousException(unknown(agents, workflows));
    }
    return agent ? Kind.AGENT : Kind.WORKFLOW;
  }

  private String unknown(Collection<String> agents, Collection<String> workflows) {
    String known =
        Stream.concat(
                kind.filter(Kind.WORKFLOW::equals).isPresent() ? Stream.of() : agents.stream(),
                kind.filter(Kind.AGENT::equals).isPresent() ? Stream.of() : workflows.stream())
            .map(each -> "\"" + each + "\"")
            .collect(Collectors.joining(", "));
    String what =
        kind.map(it -> it.name().toLowerCase(Locale.ROOT))
            .orElse(workflows.isEmpty() ? "agent" : "agent or workflow");
    return "there is no %s \"%s\"; there is %s"
        .formatted(what, name, known.isEmpty() ? "none" : known);
  }
}
