package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Fills a tool's arguments from a message: a JSON object in it as it is; otherwise each required
/// argument, and each optional one the message gives as `name=value`, from what looks like it.
final class Arguments {

  private static final Pattern OBJECT = Pattern.compile("(?s)\\{.*}");
  private static final Pattern FILE_LIKE = Pattern.compile(".*(path|file|folder|dir|document).*");
  private static final Pattern LINK_LIKE = Pattern.compile(".*(url|uri|link|address).*");

  private final Clues near;
  private final Clues anywhere;
  private final String about;

  private Arguments(String about, String said) {
    this.near = Clues.of(about);
    this.anywhere = Clues.of(said);
    this.about = about.strip().isEmpty() ? said.strip() : about.strip();
  }

  /// @param schema the tool's input schema
  /// @param about the part of the message that is about the tool, asked first
  /// @param said the whole message
  static Json of(Json schema, String about, String said) {
    return written(about).orElseGet(() -> new Arguments(about, said).fill(schema));
  }

  private static Optional<Json> written(String about) {
    var match = OBJECT.matcher(about);
    if (!match.find()) {
      return Optional.empty();
    }
    try {
      return Json.parse(match.group()).asObject().map(Function.identity());
    } catch (JsonException _) {
      return Optional.empty(); // braces that are no JSON are just words
    }
  }

  private Json fill(Json schema) {
    var required = required(schema);
    var input = Json.object();
    schema
        .at("properties")
        .flatMap(Json::asObject)
        .ifPresent(properties ->
            properties
                .members()
                .forEach((name, property) -> {
                  if (required.contains(name) || pair(name).isPresent()) {
                    input.put(name, value(name, property));
                  }
                }));
    return input.build();
  }

  static Set<String> required(Json schema) {
    return schema.at("required").flatMap(Json::asArray).stream()
        .flatMap(names -> names.items().stream())
        .flatMap(name -> name.text().stream())
        .collect(Collectors.toSet());
  }

  private Json value(String name, Json schema) {
    if (schema.at("enum").isPresent() || schema.at("const").isPresent()) {
      return choice(schema, about);
    }
    return switch (SchemaInstance.type(schema)) {
      case "string" -> Json.of(pair(name).orElseGet(() -> words(name)));
      case "integer" -> number(name).map(n -> whole(n)).orElseGet(() -> SchemaInstance.of(schema));
      case "number" -> number(name).<Json>map(Json::of).orElseGet(() -> SchemaInstance.of(schema));
      case "boolean" -> Json.of(pair(name).map(Boolean::parseBoolean).orElse(false));
      case "array" ->
          Json.array(value(name, schema.at("items").orElse(Json.obj("type", Json.of("string")))));
      default -> SchemaInstance.of(schema);
    };
  }

  static Json whole(BigDecimal number) {
    return Json.of(number.setScale(0, RoundingMode.DOWN));
  }

  /// The first of the choices that the text names, else the first of all.
  static Json choice(Json schema, String about) {
    var words = about.toLowerCase(Locale.ROOT);
    return schema.at("enum").flatMap(Json::asArray).stream()
        .flatMap(choices -> choices.items().stream())
        .filter(choice ->
            choice.text().filter(text -> words.contains(text.toLowerCase(Locale.ROOT))).isPresent())
        .findFirst()
        .orElseGet(() -> SchemaInstance.of(schema));
  }

  private String words(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    var order =
        LINK_LIKE.matcher(lower).matches()
            ? Stream.<Function<Clues, Optional<String>>>of(Clues::link, Clues::quoted, Clues::file)
            : FILE_LIKE.matcher(lower).matches()
                ? Stream.<Function<Clues, Optional<String>>>of(Clues::file, Clues::quoted)
                : Stream.<Function<Clues, Optional<String>>>of(
                    Clues::quoted, Clues::file, Clues::link);
    return order.flatMap(kind -> either(kind).stream()).findFirst().orElse(about);
  }

  private Optional<BigDecimal> number(String name) {
    return pair(name).flatMap(Arguments::parsed).or(() -> either(Clues::number));
  }

  private static Optional<BigDecimal> parsed(String text) {
    return Clues.of(text).number();
  }

  private Optional<String> pair(String name) {
    return either(clues -> clues.pair(name));
  }

  private <T> Optional<T> either(Function<Clues, Optional<T>> kind) {
    Supplier<Optional<T>> rest = () -> kind.apply(anywhere);
    return kind.apply(near).or(rest);
  }
}
