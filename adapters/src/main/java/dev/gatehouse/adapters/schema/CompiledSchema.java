package dev.gatehouse.adapters.schema;

import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpression;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// One schema, ready to judge, with what is wrong with itself.
///
/// @param schema the compiled schema, absent when the flaws are so grave that it cannot judge
/// @param flaws what is wrong with the schema
record CompiledSchema(Optional<Schema> schema, List<Violation> flaws) {

  static final int MAX_DEPTH = 64;
  static final int MAX_NODES = 20_000;
  static final int MAX_STEPS = 2_000_000;
  static final int MAX_EVALUATION_DEPTH = 128;
  static final int MAX_MESSAGE = 300;

  private static final Set<String> HOMES =
      Set.of("https://json-schema.org/", "http://json-schema.org/");
  private static final RegularExpression UNDECIDED = _ -> true;

  static CompiledSchema of(Json json) {
    if (!(json instanceof Json.Obj || json instanceof Json.Bool)) {
      return unusable("a schema is an object or a boolean; write {} for one that allows anything");
    }
    if (depth(json, 0) > MAX_DEPTH || nodes(json) > MAX_NODES) {
      return unusable(
          "the schema has more than "
              + MAX_DEPTH
              + " levels or "
              + MAX_NODES
              + " values; make it smaller");
    }
    var dialect = json.at("$schema").flatMap(Json::text).orElse(latest().getDialectId());
    var version = version(dialect);
    if (version.isEmpty()) {
      return unusable(
          "$schema \""
              + clipped(dialect)
              + "\" is unknown; use draft 4, 6, 7, 2019-09 or 2020-12, or leave it out");
    }
    var malformed = judgedByMetaSchema(json, version.get());
    return malformed.isEmpty() ? compiled(json, version.get()) : new CompiledSchema(malformed);
  }

  private CompiledSchema(List<Violation> grave) {
    this(Optional.empty(), grave);
  }

  private static CompiledSchema unusable(String message) {
    return new CompiledSchema(List.of(new Violation("", message)));
  }

  /// {@return what is wrong with a value}
  List<Violation> judge(Json value) {
    return schema
        .map(usable -> judged(usable, value))
        .orElseGet(() ->
            List.of(new Violation("", "the schema cannot be used: " + flaws.getFirst().message())));
  }

  private static CompiledSchema compiled(Json json, SpecificationVersion version) {
    var refused = Collections.synchronizedSet(new LinkedHashSet<String>());
    try {
      var schema = registry(version, refused).getSchema(JacksonNodes.of(json));
      schema.initializeValidators();
      var flaws =
          refused.stream().map(CompiledSchema::unsupportedPattern).limit(MAX_NODES).toList();
      return new CompiledSchema(Optional.of(schema), flaws);
    } catch (SchemaException broken) {
      return unusable(clipped(String.valueOf(broken.getMessage())));
    }
  }

  private static Violation unsupportedPattern(String pattern) {
    return new Violation(
        "",
        "pattern \""
            + clipped(pattern)
            + "\" cannot be run in linear time; write it without look-around, back-references and"
            + " large repeats");
  }

  /// A registry per schema: one that is shared remembers schemas by their `$id`.
  private static SchemaRegistry registry(SpecificationVersion version, Set<String> refused) {
    var config =
        SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .preloadSchema(true)
            .regularExpressionFactory(regex -> expression(regex, refused))
            .build();
    return SchemaRegistry.withDefaultDialect(
        version,
        registry ->
            registry
                .schemaRegistryConfig(config)
                .schemaLoader(loader -> loader.allow(CompiledSchema::isShipped)));
  }

  /// The drafts themselves come from the validator's jar; no loader that could reach further is
  /// installed.
  private static boolean isShipped(AbsoluteIri iri) {
    return HOMES.stream().anyMatch(iri.toString()::startsWith);
  }

  private static RegularExpression expression(String regex, Set<String> refused) {
    try {
      return Re2Pattern.compiled(regex);
    } catch (PatternSyntaxException unsupported) {
      refused.add(regex);
      return UNDECIDED;
    }
  }

  private static List<Violation> judgedByMetaSchema(Json json, SpecificationVersion version) {
    var registry = registry(version, new LinkedHashSet<>());
    return judged(registry.getSchema(SchemaLocation.of(version.getDialectId())), json);
  }

  private static List<Violation> judged(Schema schema, Json value) {
    try {
      return schema.validate(JacksonNodes.of(value), CompiledSchema::bounded).stream()
          .limit(NetworkntValidator.MAX_FINDINGS)
          .map(CompiledSchema::violation)
          .toList();
    } catch (ValidationLimitExceededException endless) {
      return List.of(
          new Violation(
              pointer(endless.getInstanceLocation()),
              "judging the value takes more than "
                  + MAX_STEPS
                  + " steps or "
                  + MAX_EVALUATION_DEPTH
                  + " levels; simplify the schema or shorten the value"));
    } catch (SchemaException broken) {
      return List.of(
          new Violation(
              "", "the schema cannot be used: " + clipped(String.valueOf(broken.getMessage()))));
    }
  }

  private static void bounded(ExecutionContext context) {
    context.executionConfig(
        config -> config.maxEvaluationSteps(MAX_STEPS).maxEvaluationDepth(MAX_EVALUATION_DEPTH));
  }

  private static Violation violation(Error error) {
    return new Violation(
        pointer(error.getInstanceLocation()), clipped(String.valueOf(error.getMessage())));
  }

  private static String pointer(NodePath path) {
    return path.toString();
  }

  private static String clipped(String text) {
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
  }

  /// The older drafts are named with an empty fragment by some and without by others.
  private static Optional<SpecificationVersion> version(String dialect) {
    return SpecificationVersion.fromDialectId(dialect)
        .or(() -> SpecificationVersion.fromDialectId(dialect + "#"));
  }

  private static SpecificationVersion latest() {
    return SpecificationVersion.DRAFT_2020_12;
  }

  private static int depth(Json json, int above) {
    if (above > MAX_DEPTH) {
      return above;
    }
    return children(json).mapToInt(child -> depth(child, above + 1)).max().orElse(above);
  }

  private static long nodes(Json json) {
    return 1 + children(json).mapToLong(CompiledSchema::nodes).sum();
  }

  private static Stream<Json> children(Json json) {
    return switch (json) {
      case Json.Obj(var members) -> members.values().stream();
      case Json.Arr(var items) -> items.stream();
      default -> Stream.empty();
    };
  }
}
