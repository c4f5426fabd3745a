package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox.Language;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What a call of `code_execute` asks for.
record CodeRequest(Language language, String code, Duration time, Mode mode) {

  /// The most text a program may have.
  static final int MOST_CODE = 200_000;

  private static final int LEAST_MILLIS = 1_000;

  /// Whether the call waits for the end.
  enum Mode {
    FOREGROUND,
    BACKGROUND
  }

  static CodeRequest of(Json input, List<Language> languages, CodeSettings settings) {
    Language language =
        input
            .at("language")
            .flatMap(Json::text)
            .map(name -> Language.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(languages.getFirst());
    Duration time =
        input.at("timeout_ms").stream()
            .filter(Json.Num.class::isInstance)
            .map(number -> Duration.ofMillis(((Json.Num) number).value().longValue()))
            .findFirst()
            .orElse(settings.limits().time());
    boolean background = input.at("background").equals(java.util.Optional.of(Json.of(true)));
    return new CodeRequest(
        language,
        input.at("code").flatMap(Json::text).orElse(""),
        time,
        background ? Mode.BACKGROUND : Mode.FOREGROUND);
  }

  static Json.Obj schema(List<Language> languages, String backend, CodeSettings settings) {
    List<Json> names =
        languages.stream()
            .<Json>map(each -> Json.of(each.name().toLowerCase(Locale.ROOT)))
            .toList();
    Json.Obj properties =
        Json.object()
            .put(
                "code",
                described("string", "The whole program.").put("maxLength", MOST_CODE).build())
            .put(
                "language",
                described("string", "What it is written in; the first one unless it is said.")
                    .put("enum", Json.array(names))
                    .build())
            .put(
                "timeout_ms",
                described("integer", "When it is stopped, in milliseconds.")
                    .put("minimum", LEAST_MILLIS)
                    .put("maximum", settings.longest().toMillis())
                    .put("default", settings.limits().time().toMillis())
                    .build())
            .put(
                "background",
                described(
                        "boolean",
                        "Answer at once with a task_id for code_execute_status instead of"
                            + " waiting.")
                    .put("default", false)
                    .build())
            .put(
                "host",
                described("string", "Where it runs; the gateway has one sandbox.")
                    .put("enum", Json.array(Json.of("auto"), Json.of(backend)))
                    .put("default", "auto")
                    .build())
            .build();
    return Json.object()
        .put("type", "object")
        .put("properties", properties)
        .put("required", Json.array(Json.of("code")))
        .put("additionalProperties", false)
        .build();
  }

  private static Json.ObjBuilder described(String type, String words) {
    return Json.object().put("type", type).put("description", words);
  }
}
