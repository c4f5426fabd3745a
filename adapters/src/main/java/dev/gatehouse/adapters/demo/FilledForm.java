package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A structured answer, filled in by rules that anybody can follow: a member takes what the message
/// says as `name=value`; a number takes the first number of the passage it is about; a list of
/// objects has one for each line of a list in that passage; whatever the message does not say is as
/// small as the schema allows.
///
/// The passage a member is about is the one under a heading such as `The task:` that holds its
/// name, or under the last heading when none does.
final class FilledForm {

  private static final Pattern HEADING = Pattern.compile("(?m)^.*\\S:[ \\t]*$");
  private static final Pattern LISTED = Pattern.compile("(?m)^\\s*(?:[-*•]|\\d{1,3}[.)])\\s+(.+)$");
  private static final List<String> FIXED = List.of("const", "default", "anyOf", "oneOf", "allOf");
  private static final List<String> SHAPED = List.of("format", "pattern", "minLength", "maxLength");
  private static final int MOST_ITEMS = 20;
  private static final String ID = "id";

  private final String said;

  private FilledForm(String said) {
    this.said = said;
  }

  /// {@return an answer that satisfies a schema, as far as the demo model understands schemas}
  static Json of(Json schema, String said) {
    return schema.toString().contains("\"$ref\"")
        ? SchemaInstance.of(schema)
        : new FilledForm(said).value("", schema);
  }

  private Json value(String name, Json schema) {
    if (FIXED.stream().anyMatch(keyword -> schema.at(keyword).isPresent())) {
      return SchemaInstance.of(schema);
    }
    if (schema.at("enum").isPresent()) {
      return Arguments.choice(schema, passage(name));
    }
    return switch (SchemaInstance.type(schema)) {
      case "object" -> object(schema);
      case "array" -> array(name, schema);
      case "integer", "number" -> number(name, schema);
      case "string" -> text(name, schema);
      default -> SchemaInstance.of(schema);
    };
  }

  private Json object(Json schema) {
    Set<String> required = Arguments.required(schema);
    Clues clues = Clues.of(said);
    Json.ObjBuilder object = Json.object();
    schema
        .at("properties")
        .flatMap(Json::asObject)
        .ifPresentOrElse(
            properties ->
                properties
                    .members()
                    .forEach((name, each) -> {
                      if (required.contains(name) || clues.pair(name).isPresent()) {
                        object.put(name, value(name, each));
                      }
                    }),
            () ->
                SchemaInstance.of(schema).asObject().orElseThrow().members().forEach(object::put));
    return object.build();
  }

  private Json array(String name, Json schema) {
    Json items = schema.at("items").orElse(Json.obj("type", Json.of("string")));
    int most = bound(schema, "maxItems").map(BigDecimal::intValue).orElse(MOST_ITEMS);
    List<String> lines = lines(passage(name)).stream().limit(Math.min(most, MOST_ITEMS)).toList();
    List<Json> all = new ArrayList<>();
    for (String line : lines) {
      all.add(item(singular(name), items, line, all.size() + 1));
    }
    int least = bound(schema, "minItems").map(BigDecimal::intValue).orElse(0);
    return all.size() < least ? SchemaInstance.of(schema) : Json.array(all);
  }

  private static Json item(String name, Json schema, String line, int number) {
    if (!SchemaInstance.type(schema).equals("object")) {
      return new FilledForm(line).value(name, schema);
    }
    Json.ObjBuilder object = Json.object();
    new FilledForm(line)
        .object(schema)
        .asObject()
        .orElseThrow()
        .members()
        .forEach((member, value) ->
            object.put(
                member,
                member.equals(ID) && Clues.of(line).pair(ID).isEmpty()
                    ? Json.of(name + "-" + number)
                    : value));
    return object.build();
  }

  private static List<String> lines(String passage) {
    List<String> listed =
        LISTED.matcher(passage).results().map(match -> match.group(1).strip()).toList();
    return listed.isEmpty()
        ? Optional.of(passage.strip()).filter(text -> !text.isEmpty()).stream().toList()
        : listed;
  }

  private Json number(String name, Json schema) {
    Optional<BigDecimal> found =
        Clues.of(said)
            .pair(name)
            .flatMap(text -> Clues.of(text).number())
            .or(() -> Clues.of(passage(name)).number());
    if (found.isEmpty()) {
      return SchemaInstance.of(schema);
    }
    BigDecimal least = bound(schema, "minimum").map(found.get()::max).orElse(found.get());
    BigDecimal fit = bound(schema, "maximum").map(least::min).orElse(least);
    return SchemaInstance.type(schema).equals("integer") ? Arguments.whole(fit) : Json.of(fit);
  }

  private Json text(String name, Json schema) {
    boolean free = SHAPED.stream().allMatch(keyword -> schema.at(keyword).isEmpty());
    String found = Clues.of(said).pair(name).orElseGet(() -> passage(name).strip());
    return free && !found.isEmpty() ? Json.of(found) : SchemaInstance.of(schema);
  }

  /// What the message says about a member.
  private String passage(String name) {
    var headings = HEADING.matcher(said).results().toList();
    if (headings.isEmpty()) {
      return said;
    }
    String wanted = singular(name).toLowerCase(Locale.ROOT);
    int chosen = headings.size() - 1;
    for (int i = 0; i < headings.size(); i++) {
      if (!wanted.isEmpty() && headings.get(i).group().toLowerCase(Locale.ROOT).contains(wanted)) {
        chosen = i;
      }
    }
    int end = chosen + 1 < headings.size() ? headings.get(chosen + 1).start() : said.length();
    return said.substring(headings.get(chosen).end(), end);
  }

  private static String singular(String name) {
    return name.length() > 1 && name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
  }

  private static Optional<BigDecimal> bound(Json schema, String keyword) {
    return schema.at(keyword).flatMap(Json::number);
  }
}
