package dev.gatehouse.core.workflow;

import dev.gatehouse.core.expr.FactPath;
import dev.gatehouse.core.json.Json;
import java.util.List;

/// What stands between two pairs of braces.
///
/// @param path where the value is
/// @param filters what is done with it, in order
record Placeholder(FactPath path, List<Filter> filters) {

  Placeholder {
    filters = List.copyOf(filters);
  }

  Json value(Json.Obj scope) {
    Json value = path.in(scope);
    for (Filter filter : filters) {
      value = filter.applied(value);
    }
    return value;
  }

  /// What is done with a value.
  sealed interface Filter {

    Json applied(Json value);

    /// Another value takes the place of `null`.
    record Otherwise(Json other) implements Filter {
      @Override
      public Json applied(Json value) {
        return value instanceof Json.Null ? other : value;
      }
    }

    /// The text of the value as JSON.
    record AsJson() implements Filter {
      @Override
      public Json applied(Json value) {
        return !RenderedText.isMark(value) && RenderedText.fits(value)
            ? Json.of(value.toString())
            : RenderedText.CUT;
      }
    }
  }
}
