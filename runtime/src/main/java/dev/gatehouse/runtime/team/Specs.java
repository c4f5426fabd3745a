package dev.gatehouse.runtime.team;

import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.RecordSchema;
import dev.gatehouse.core.tool.ToolSpec;

/// Makes the specifications of tools whose input is a record.
final class Specs {

  private Specs() {}

  static ToolSpec of(String name, Class<? extends Record> input) {
    Doc doc = input.getAnnotation(Doc.class);
    return new ToolSpec(name, doc == null ? name : doc.value(), RecordSchema.of(input));
  }
}
