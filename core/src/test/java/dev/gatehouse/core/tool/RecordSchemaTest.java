package dev.gatehouse.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordSchemaTest {

  enum Depth {
    SHORT,
    VERY_LONG
  }

  record SummarizeCsv(String path) {}

  record Id(String value) {}

  @Doc("A column to keep.")
  record Column(@Doc("Its header.") String name, boolean keepEmpty) {}

  record Report(
      @Doc("Where it lies.") String filePath,
      int rows,
      long bytes,
      double ratio,
      BigDecimal price,
      Depth depth,
      Id owner,
      List<Column> columns,
      Map<String, List<Integer>> groups,
      Optional<Column> key,
      Json extra) {}

  record Loop(List<Loop> next) {}

  record Bystander(Column first, Column second) {}

  record Dated(Instant at) {}

  record ByNumber(Map<Integer, String> names) {}

  record Nothing() {}

  @Test
  void oneStringIsTheSmallestToolInput() {
    assertThat(RecordSchema.of(SummarizeCsv.class))
        .isEqualTo(
            Json.parse(
                """
                {"type": "object", "properties": {"path": {"type": "string"}},
                 "required": ["path"], "additionalProperties": false}
                """));
  }

  @Test
  void everyKindOfComponentHasItsSchema() {
    var column =
        """
        {"type": "object", "properties": {
            "name": {"type": "string", "description": "Its header."},
            "keep_empty": {"type": "boolean"}},
         "required": ["name", "keep_empty"], "additionalProperties": false,
         "description": "A column to keep."}
        """;
    assertThat(RecordSchema.of(Report.class).at("properties").orElseThrow().canonical())
        .isEqualTo(
            Json.parse(
                    """
                    {"file_path": {"type": "string", "description": "Where it lies."},
                     "rows": {"type": "integer", "minimum": -2147483648, "maximum": 2147483647},
                     "bytes": {"type": "integer", "minimum": -9223372036854775808, "maximum": 9223372036854775807},
                     "ratio": {"type": "number", "minimum": -1.7976931348623157E+308, "maximum": 1.7976931348623157E+308},
                     "price": {"type": "number"},
                     "depth": {"type": "string", "enum": ["short", "very_long"]},
                     "owner": {"type": "string"},
                     "columns": {"type": "array", "items": COLUMN},
                     "groups": {"type": "object", "additionalProperties": {"type": "array", "items":
                        {"type": "integer", "minimum": -2147483648, "maximum": 2147483647}}},
                     "key": COLUMN,
                     "extra": {}}
                    """
                        .replace("COLUMN", column))
                .canonical());
  }

  @Test
  void onlyOptionalComponentsMayBeMissing() {
    var required =
        RecordSchema.of(Report.class).at("required").flatMap(Json::asArray).orElseThrow();

    assertThat(required.items()).hasSize(10).doesNotContain(Json.of("key"));
  }

  @Test
  void recordThatHoldsItselfIsRefused() {
    assertThatThrownBy(() -> RecordSchema.of(Loop.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Loop")
        .hasMessageContaining("contains itself");
  }

  @Test
  void sameRecordTwiceIsNoRecursion() {
    assertThat(RecordSchema.of(Bystander.class).path("properties", "second")).isPresent();
  }

  @Test
  void unsupportedTypesAreNamedWithTheirPlace() {
    assertThatThrownBy(() -> RecordSchema.of(Dated.class)).hasMessageContaining("Dated.at");
    assertThatThrownBy(() -> RecordSchema.of(ByNumber.class))
        .hasMessageContaining("ByNumber.names");
    assertThatThrownBy(() -> RecordSchema.of(Id.class)).hasMessageContaining("another name");
  }

  @Test
  void emptyRecordTakesAnEmptyObject() {
    assertThat(RecordSchema.of(Nothing.class).at("properties")).contains(Json.object().build());
  }
}
