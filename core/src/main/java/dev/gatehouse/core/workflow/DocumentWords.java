package dev.gatehouse.core.workflow;

import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The words of documents for the choices of the model.
final class DocumentWords {

  static final Map<String, Node.Converge> CONVERGE = of(Node.Converge.values());
  static final Map<String, Node.Ask> ASK = of(Node.Ask.values());
  static final Map<String, Node.Expiry> EXPIRY = of(Node.Expiry.values());
  static final Map<String, Step.History> HISTORY = of(Step.History.values());
  static final Map<String, Workflow.Scope> SCOPE = of(Workflow.Scope.values());

  private DocumentWords() {}

  private static <E extends Enum<E>> Map<String, E> of(E[] values) {
    return Stream.of(values)
        .collect(toMap(DocumentWords::word, value -> value, (one, _) -> one, LinkedHashMap::new));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
