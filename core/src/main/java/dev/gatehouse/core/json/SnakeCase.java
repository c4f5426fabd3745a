package dev.gatehouse.core.json;

import java.util.Locale;

/// Java names as JSON names: `runId`, `RunId` and `RUN_ID` all become `run_id`.
public final class SnakeCase {

  private SnakeCase() {}

  /// For components and types. A run of capitals is one word: `HTTPError` becomes `http_error`.
  public static String ofCamel(String name) {
    var snake = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c) && startsWord(name, i)) {
        snake.append('_');
      }
      snake.append(Character.toLowerCase(c));
    }
    return snake.toString();
  }

  public static String ofConstant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static boolean startsWord(String name, int at) {
    if (at == 0 || name.charAt(at - 1) == '_') {
      return false;
    }
    boolean endsRun = at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1));
    return !Character.isUpperCase(name.charAt(at - 1)) || endsRun;
  }
}
