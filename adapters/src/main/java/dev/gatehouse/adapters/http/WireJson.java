package dev.gatehouse.adapters.http;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads the JSON of provider streams, within limits.
///
/// Jackson's default buffer pool keeps buffers per thread; with one virtual thread per stream that
/// would be one set per parked stream. The deque pool shares them.
public final class WireJson {

  private static final int MAX_DEPTH = 64;
  private static final int MAX_TOKENS = 1_000_000;
  private static final int MAX_NUMBER = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxDocumentLength(SseSplitter.MAX_EVENT_BYTES)
                          .maxStringLength(SseSplitter.MAX_EVENT_BYTES)
                          .maxNumberLength(MAX_NUMBER)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  .build())
          .build();

  private WireJson() {}

  /// Reads one value.
  ///
  /// @throws StreamFailure when the bytes are not JSON or exceed a limit
  public static JsonNode read(byte[] bytes, int length) {
    try {
      JsonNode node = MAPPER.readTree(bytes, 0, length);
      return node == null ? JsonNodeFactory.instance.missingNode() : node;
    } catch (JacksonException e) {
      throw StreamFailure.protocol("an event is not JSON: " + e.getOriginalMessage());
    }
  }

  /// {@return the text of a member, empty when it is absent or no string}
  public static String text(JsonNode node, String member) {
    return node.path(member).asString("");
  }

  /// {@return the value in the core's own form, for what is kept and sent back}
  public static Json kept(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> keptObject(node);
      case ARRAY -> keptArray(node);
      case STRING -> Json.of(node.stringValue());
      case NUMBER -> Json.of(node.decimalValue());
      case BOOLEAN -> Json.of(node.booleanValue());
      case NULL, MISSING -> Json.NULL;
      case BINARY, POJO -> throw StreamFailure.protocol("a value that no JSON text can hold");
    };
  }

  private static Json keptObject(JsonNode node) {
    Map<String, Json> members = new LinkedHashMap<>();
    node.properties().forEach(member -> members.put(member.getKey(), kept(member.getValue())));
    return new Json.Obj(members);
  }

  private static Json keptArray(JsonNode node) {
    List<Json> items = new ArrayList<>();
    node.forEach(item -> items.add(kept(item)));
    return Json.array(items);
  }
}
