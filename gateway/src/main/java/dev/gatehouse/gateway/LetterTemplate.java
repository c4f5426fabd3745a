package dev.gatehouse.gateway;

import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.workflow.Template;
import java.util.Set;
import java.util.TreeSet;

/// A template of the language of workflows, over the fields of a letter.
record LetterTemplate(Template template) {

  /// What a letter has: the members of a run object, and what [Letter#fields] adds.
  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of(
              "agent",
              "cancelled",
              "children",
              "cost_usd",
              "created_at",
              "delivery_id",
              "due_at",
              "ended_at",
              "error",
              "event",
              "kind",
              "limits",
              "metadata",
              "model",
              "outcome",
              "output",
              "parent_run_id",
              "run_id",
              "seq",
              "session_id",
              "started_at",
              "status",
              "stop_reason",
              "text",
              "usage",
              "version",
              "workflow_id"));

  /// Reads a template.
  ///
  /// @throws dev.gatehouse.core.workflow.TemplateException when it is none
  /// @throws IllegalArgumentException when it names what no letter has
  static LetterTemplate parse(String source) {
    Template template = Template.parse(source);
    for (String name : template.names()) {
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException(
            "\"%s\" is nothing a run has; %s"
                .formatted(
                    name,
                    NearestName.of(name, FIELDS)
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElseGet(() -> "there is " + String.join(", ", FIELDS))));
      }
    }
    return new LetterTemplate(template);
  }

  /// {@return what it yields for a letter}
  String text(Letter letter) {
    return template.text(letter.fields());
  }
}
