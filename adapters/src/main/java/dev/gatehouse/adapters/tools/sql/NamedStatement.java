package dev.gatehouse.adapters.tools.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A statement with named parameters, `:id`, as the driver wants it: with question marks.
///
/// What stands in quotes and comments is left alone, and so is `::`, PostgreSQL's cast.
///
/// @param sql with a question mark for each parameter
/// @param names of the parameters in the order of the question marks
public record NamedStatement(String sql, List<String> names) {

  private static final Pattern PIECE =
      Pattern.compile(
          "'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|`[^`]*+`|--[^\\n]*+|/\\*(?s:.*?)\\*/|::"
              + "|:([A-Za-z_][A-Za-z0-9_]*)|(\\?)");

  /// Copies the names.
  public NamedStatement {
    names = List.copyOf(names);
  }

  /// Reads a statement.
  ///
  /// @throws IllegalArgumentException when it has question marks of its own
  public static NamedStatement parse(String text) {
    List<String> names = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    Matcher piece = PIECE.matcher(text);
    while (piece.find()) {
      if (piece.group(2) != null) {
        throw new IllegalArgumentException("name the parameter instead of \"?\", such as :id");
      }
      if (piece.group(1) == null) {
        piece.appendReplacement(sql, Matcher.quoteReplacement(piece.group()));
      } else {
        names.add(piece.group(1));
        piece.appendReplacement(sql, "?");
      }
    }
    piece.appendTail(sql);
    return new NamedStatement(sql.toString(), names);
  }
}
