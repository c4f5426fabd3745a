package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.RecordSchema;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.Locale;
import java.util.Optional;

/// A tool made of a record and a function over it. The record's name is the tool's name, its components are the
/// arguments, its [Doc] is the description:
///
///     @Doc("Summarises a CSV file")
///     record SummarizeCsv(@Doc("The file, relative to the data folder") String path) {}
///
///     RecordTool.of(SummarizeCsv.class, (csv, context) -> summary(csv.path()))
///
/// @param <R> the record that holds the arguments
public final class RecordTool<R extends Record> implements Tool {

  private final RecordCodec<R> codec;
  private final ToolSpec spec;
  private final ToolPolicy policy;
  private final Body<R> body;
  private final boolean onlyByName;

  /// What the tool does.
  ///
  /// @param <R> the record that holds the arguments
  public interface Body<R> {

    /// Does it.
    ///
    /// @return a record, a [Json] value, a [ToolOutcome], or anything else, which is shown as text
    Object call(R input, ToolContext context) throws Exception;
  }

  private RecordTool(
      RecordCodec<R> codec, ToolSpec spec, ToolPolicy policy, Body<R> body, boolean onlyByName) {
    this.codec = codec;
    this.spec = spec;
    this.policy = policy;
    this.body = body;
    this.onlyByName = onlyByName;
  }

  /// A tool that is treated as [ToolPolicy#STANDARD] says.
  public static <R extends Record> RecordTool<R> of(Class<R> input, Body<R> body) {
    String description =
        Optional.ofNullable(input.getAnnotation(Doc.class))
            .map(Doc::value)
            .orElse(input.getSimpleName());
    ToolSpec spec = new ToolSpec(name(input), description, RecordSchema.of(input));
    return new RecordTool<>(RecordCodec.of(input), spec, ToolPolicy.STANDARD, body, false);
  }

  /// {@return this tool, treated in another way}
  public RecordTool<R> with(ToolPolicy other) {
    return new RecordTool<>(codec, spec, other, body, onlyByName);
  }

  /// {@return this tool, only for agents whose `tools` mean it by more than `*`}
  public RecordTool<R> forThoseWhoNameIt() {
    return new RecordTool<>(codec, spec, policy, body, true);
  }

  @Override
  public boolean onlyByName() {
    return onlyByName;
  }

  private static String name(Class<?> record) {
    return record
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolPolicy policy() {
    return policy;
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws Exception {
    return switch (body.call(codec.decode(input), context)) {
      case ToolOutcome outcome -> outcome;
      case Json json -> ToolOutcome.ok(json);
      case Record record -> ToolOutcome.ok(encoded(record));
      case Object other -> ToolOutcome.ok(Json.of(other.toString()));
    };
  }

  @SuppressWarnings("unchecked") // the codec is made for exactly this record's class
  private static Json encoded(Record record) {
    return ((RecordCodec<Record>) RecordCodec.of(record.getClass())).encode(record);
  }
}
