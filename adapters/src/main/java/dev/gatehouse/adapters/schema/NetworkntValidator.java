package dev.gatehouse.adapters.schema;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.SchemaValidator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Judges JSON by JSON Schema: drafts 4 to 2020-12, the latter unless a schema names another.
///
/// Schemas come from strangers (requests, tool servers, models), so this class trusts none:
///
/// - Nothing is fetched. A `$ref` that leads out of the schema is a finding, whatever its scheme.
/// - Patterns run on RE2/J (see [Re2Pattern]). One it cannot run is a finding of [#check];
///   [#validate] passes over it, so that a tool server's schema with a look-ahead keeps its other
///   rules.
/// - The schema's size and depth, the steps of one judgement, and the findings are bounded.
/// - Every schema is compiled alone: two schemas with the same `$id` never meet.
///
/// Compiled schemas are kept by the digest of their canonical form. For any number of threads.
public final class NetworkntValidator implements SchemaValidator {

  /// How many findings are told at most.
  public static final int MAX_FINDINGS = 20;

  private static final int MAX_COMPILED = 1_000;

  private final Cache<String, CompiledSchema> compiled =
      Caffeine.newBuilder().maximumSize(MAX_COMPILED).build();

  @Override
  public List<Violation> validate(Json schema, Json value) {
    return first(compiled(schema).judge(value));
  }

  @Override
  public List<Violation> check(Json schema) {
    return first(compiled(schema).flaws());
  }

  private CompiledSchema compiled(Json schema) {
    return compiled.get(digest(schema), _ -> CompiledSchema.of(schema));
  }

  private static List<Violation> first(List<Violation> all) {
    return all.size() <= MAX_FINDINGS ? all : List.copyOf(all.subList(0, MAX_FINDINGS));
  }

  private static String digest(Json schema) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha.digest(schema.canonical().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
