package dev.gatehouse.checks.tidy;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;

/// google-java-format's opinion, which is the only one.
final class Formatting {
  private final Formatter formatter = new Formatter();

  String format(String text) throws FormatterException {
    return formatter.formatSourceAndFixImports(text);
  }
}
