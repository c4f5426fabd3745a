package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {

  private static final RecordCodec<Sample> CODEC = RecordCodec.of(Sample.class);

  @Test
  void everyRecordSurvivesTheRoundTrip() {
    RandomJson.forSeeds(
        2_000,
        random -> {
          var sample = new RandomSample(random).sample();
          var text = CODEC.encode(sample).toString();

          var read = CODEC.decode(JsonReader.read(text, JsonLimits.OWN));

          assertThat(read).isEqualTo(sample);
          assertThat(CODEC.encode(read)).hasToString(text);
        });
  }

  static Stream<Arguments> golden() {
    var point = new Sample.Point(1, 2);
    var id = new Sample.SampleId("r-1");
    return Stream.of(
        arguments(
            new Sample.ScalarSample.Numbers(-1, Long.MAX_VALUE, 0.25, new BigDecimal("1.10"), true),
            "{'type':'numbers','small':-1,'large':9223372036854775807,'real':0.25,'exact':1.10,'truth':true}"),
        arguments(
            new Sample.ScalarSample.Boxes(1, 2L, 3.0, false),
            "{'type':'boxes','small':1,'large':2,'real':3.0,'truth':false}"),
        arguments(
            new Sample.ScalarSample.Times(
                Instant.parse("2026-01-31T12:00:00.123456789Z"), Duration.ofMillis(90_500)),
            "{'type':'times','occurred_at':'2026-01-31T12:00:00.123456789Z','time_taken':'PT1M30.5S'}"),
        arguments(
            new Sample.ScalarSample.Names("é\n", Sample.Color.DARK_BLUE, id, new Sample.Rank(3)),
            "{'type':'names','text':'é\\n','color':'dark_blue','run_id':'r-1','rank':3}"),
        arguments(
            new Sample.ScalarSample.Raw(
                Json.NULL, Json.obj("a", Json.of(1)), Optional.of(Json.NULL)),
            "{'type':'raw','any':null,'object':{'a':1},'maybe':null}"),
        arguments(
            new Sample.HoldingSample.Maybes(Optional.of("a"), Optional.empty(), Optional.of(point)),
            "{'type':'maybes','text':'a','point':{'x':1,'y':2}}"),
        arguments(
            new Sample.HoldingSample.Lists(
                List.of("b", "a"),
                List.of(new Sample.Empty(), new Sample.Wrapped("w")),
                Set.of(Sample.Color.RED, Sample.Color.DARK_BLUE)),
            "{'type':'lists','texts':['b','a'],'samples':[{'type':'empty'},{'type':'wrapped','value':'w'}],"
                + "'colors':['dark_blue','red']}"),
        arguments(
            new Sample.HoldingSample.Maps(
                Map.of("b", 2L, "a", 1L), Map.of(id, point), Map.of(Sample.Color.RED, "r")),
            "{'type':'maps','counts':{'a':1,'b':2},'points':{'r-1':{'x':1,'y':2}},'names':{'red':'r'}}"),
        arguments(
            new Sample.HoldingSample.Tree(
                point, List.of(new Sample.HoldingSample.Tree(point, List.of()))),
            "{'type':'tree','point':{'x':1,'y':2},'branches':[{'point':{'x':1,'y':2},'branches':[]}]}"),
        arguments(new Sample.Empty(), "{'type':'empty'}"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void textIsGolden(Sample sample, String golden) {
    var text = golden.replace('\'', '"');

    assertThat(CODEC.encode(sample)).hasToString(text);
    assertThat(CODEC.decode(Json.parse(text))).isEqualTo(sample);
  }

  @Test
  void namesEveryRecordOfTheTree() {
    assertThat(CODEC.types())
        .containsOnlyKeys(
            "boxes", "empty", "lists", "maps", "maybes", "names", "numbers", "raw", "times", "tree",
            "wrapped")
        .containsEntry("empty", Sample.Empty.class);
    assertThat(CODEC.typeName(new Sample.Wrapped("a"))).isEqualTo("wrapped");
  }

  @Test
  void recordsAloneNeedNoDiscriminator() {
    var points = RecordCodec.of(Sample.Point.class);
    var ids = RecordCodec.of(Sample.SampleId.class);

    assertThat(points.encode(new Sample.Point(1, 2))).hasToString("{\"x\":1,\"y\":2}");
    assertThat(points.types()).containsExactly(Map.entry("point", Sample.Point.class));
    assertThat(ids.encode(new Sample.SampleId("a"))).hasToString("\"a\"");
    assertThat(ids.decode(Json.of("a"))).isEqualTo(new Sample.SampleId("a"));
  }

  @Test
  void oldCodeReadsNewLogs() {
    var json = Json.parse("{\"type\":\"wrapped\",\"value\":\"a\",\"added_later\":{\"x\":1}}");

    assertThat(CODEC.decode(json)).isEqualTo(new Sample.Wrapped("a"));
  }

  @Test
  void anAbsentRecordOfNothingButAbsentMembersIsEmpty() {
    record Extras(List<String> names, Optional<String> note) {}
    record Holder(int number, Extras extras) {}

    Holder read = RecordCodec.of(Holder.class).decode(Json.parse("{\"number\":1}"));

    assertThat(read).isEqualTo(new Holder(1, new Extras(List.of(), Optional.empty())));
  }

  @Test
  void absentContainersAreEmpty() {
    assertThat(CODEC.decode(Json.parse("{\"type\":\"lists\"}")))
        .isEqualTo(new Sample.HoldingSample.Lists(List.of(), List.of(), Set.of()));
    assertThat(CODEC.decode(Json.parse("{\"type\":\"maps\"}")))
        .isEqualTo(new Sample.HoldingSample.Maps(Map.of(), Map.of(), Map.of()));
    assertThat(CODEC.decode(Json.parse("{\"type\":\"maybes\",\"number\":null}")))
        .isEqualTo(
            new Sample.HoldingSample.Maybes(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|cannot read \"Sample\": found number 1, expected an object",
        "{}|cannot read \"Sample.type\": found no such member",
        "{'type':'nope'}|cannot read \"Sample.type\": found string \"nope\", expected one of"
            + " [boxes, empty",
        "{'type':'wrapped'}|cannot read \"Wrapped.value\": found no such member, expected a value",
        "{'type':'wrapped','value':null}|cannot read \"Wrapped.value\": found null, expected a"
            + " string",
        "{'type':'boxes','small':2147483648}|cannot read \"Boxes.small\": found number 2147483648",
        "{'type':'boxes','small':1.5}|cannot read \"Boxes.small\": found number 1.5",
        "{'type':'boxes','small':1,'large':1e19}|cannot read \"Boxes.large\"",
        "{'type':'boxes','small':1,'large':1,'real':1e309}|cannot read \"Boxes.real\"",
        "{'type':'times','occurred_at':'noon'}|cannot read \"Times.occurred_at\": found string"
            + " \"noon\"",
        "{'type':'names','text':'','color':'RED'}|\"Names.color\": found string \"RED\", expected"
            + " one of [dark_blue, red]",
        "{'type':'names','text':'','color':'red','run_id':''}|cannot read \"SampleId\": its"
            + " constructor refused",
        "{'type':'lists','texts':'a'}|cannot read \"Lists.texts\": found string \"a\", expected an"
            + " array",
        "{'type':'lists','colors':['red','red']}|cannot read \"Lists.colors\": found an item twice",
        "{'type':'raw','any':1,'object':[]}|cannot read \"Raw.object\": found an array, expected"
            + " JSON of kind obj",
        "{'type':'tree','point':[]}|cannot read \"Tree.point\": found an array, expected an object"
      })
  void errorsNameTypeAndMember(String text, String message) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> CODEC.decode(Json.parse(text.replace('\'', '"'))))
        .withMessageContaining(message)
        .satisfies(error -> assertThat(error.code()).isEqualTo(JsonException.UNREADABLE_RECORD));
  }

  @Test
  void refusesToWriteWhatJsonCannotHold() {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> CODEC.encode(new Sample.ScalarSample.Boxes(1, 2L, Double.NaN, true)))
        .withMessageContaining("\"Boxes.real\"");
  }

  record Unsupported(StringBuilder text) {}

  record Generic<T>(T value) {}

  record HoldsGeneric(List<Generic<String>> generics) {}

  record OptionalInList(List<Optional<String>> texts) {}

  record SameName(String runId, String run_id) {}

  record WeakKey(Map<Sample.Point, String> byPoint) {}

  sealed interface Twice {
    sealed interface Left extends Twice {
      record Same() implements Left {}
    }

    sealed interface Right extends Twice {
      record Same() implements Right {}
    }
  }

  sealed interface Collides {
    record Typed(String type, List<Collides> more) implements Collides {}
  }

  sealed interface Open {
    non-sealed interface Door extends Open {}
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Unsupported.class,
        Generic.class,
        HoldsGeneric.class,
        OptionalInList.class,
        SameName.class,
        Twice.class,
        Collides.class,
        Collides.Typed.class,
        Open.class,
        String.class
      })
  void refusesTypesItCannotWriteWhenItIsMade(Class<?> type) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> RecordCodec.of(type))
        .satisfies(error -> assertThat(error.code()).isEqualTo(JsonException.NO_JSON_FORM));
  }

  @Test
  void refusesMapKeysThatAreNotStrings() {
    var codec = RecordCodec.of(WeakKey.class);
    var weak = new WeakKey(Map.of(new Sample.Point(1, 2), "a"));

    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> codec.encode(weak))
        .withMessageContaining("\"WeakKey.by_point\"");
  }

  @ParameterizedTest
  @CsvSource({
    "runId, run_id",
    "RunStarted, run_started",
    "a, a",
    "httpURL, http_url",
    "HTTPError, http_error",
    "sha256, sha256",
    "x1Y2, x1_y2",
    "run_id, run_id"
  })
  void namesBecomeSnakeCase(String java, String json) {
    assertThat(SnakeCase.ofCamel(java)).isEqualTo(json);
  }
}
