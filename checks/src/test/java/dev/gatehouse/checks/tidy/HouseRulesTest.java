package dev.gatehouse.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plants each offence once, so that no rule can stop working in silence.
final class HouseRulesTest {
  private static final String MAIN = "runtime/src/main/java/dev/gatehouse/runtime/Planted.java";
  private static final String TEST = "runtime/src/test/java/dev/gatehouse/runtime/PlantedTest.java";
  private static final String CORE = "core/src/main/java/dev/gatehouse/core/Planted.java";

  static Stream<Offence> offences() {
    return Stream.of(
        offence("type-name", "/// A.\npublic class StoreImpl {}"),
        offence("type-name", "class AbstractStore {}"),
        offence("type-name", "class A { record StringUtils() {} }"),
        offence("type-name", "interface RunManager {}"),
        offence("accessor-name", "class A { String getName() { return \"\"; } }"),
        offence("accessor-name", "interface A { void setName(String name); }"),
        offence("wildcard-import", "import java.util.*; class A {}"),
        offence("bare-exception", "class A { void a() { throw new RuntimeException(\"x\"); } }"),
        offence("untyped-map", "class A { java.util.Map<String, Object> a; }"),
        offence("untyped-map", "class A { HashMap<String, @Nullable Object> a; }"),
        offence("boolean-parameter", "/// A.\npublic class A { public void a(boolean b) {} }"),
        offence("boolean-parameter", "/// A.\npublic interface A { void a(boolean b); }"),
        offence("object-parameter", "/// A.\npublic interface A { void a(Object... b); }"),
        offence("todo", "class A { /* TODO mend this */ }"),
        offence("todo", "class A { // FIXME\n}"),
        offence("author", "/// @author somebody\nclass A {}"),
        offence("markdown-doc", "/** Old. */\nclass A {}"),
        offence("public-doc", "public class A {}"),
        offence("public-doc", "/// A.\npublic interface A { record B() implements A {} }"),
        offence("local-digits", "class A { String a = \"%d of %s\".formatted(1, 2); }"),
        offence("local-digits", "class A { String a = String.format(\"%,.1f\", 1.5); }"),
        offence("thread-local", "class A { ThreadLocal<String> a; }"),
        offence("thread-local", "class A { java.lang.ThreadLocal<String> a; }"),
        offence("bare-thread", "class A { void a() { Thread.ofVirtual().start(this::a); } }"),
        offence("bare-thread", "class A { void a() { Thread.startVirtualThread(this::a); } }"),
        offence("bare-thread", "class A { void a() { new Thread(this::a).start(); } }"),
        offence("method-size", "class A { void a() {\n" + "a();\n".repeat(60) + "} }"),
        offence("file-size", "class A {\n" + "\n".repeat(500) + "}"));
  }

  static Stream<Offence> placedOffences() {
    return Stream.of(
        new Offence("test-name", TEST, "class A { @Test void does_it() {} }"),
        new Offence("test-name", TEST, "class A { @Test void testThing() {} }"),
        new Offence("sleeping-test", TEST, "class A { void a() { Thread.sleep(1); } }"),
        new Offence("sleeping-test", TEST, "class A { void a() { TimeUnit.SECONDS.sleep(1); } }"),
        new Offence("ambient", CORE, "class A { Object a = java.time.Instant.now(); }"),
        new Offence("ambient", CORE, "class A { long a = System.nanoTime(); }"),
        new Offence("ambient", CORE, "import static java.lang.System.nanoTime; class A {}"),
        new Offence("ambient", CORE, "class A { Object a = new Random(); }"),
        new Offence("ambient", CORE, "class A { Object a = UUID.randomUUID(); }"),
        new Offence("ambient", CORE, "class A { Object a = System.getenv(\"HOME\"); }"),
        new Offence("core-io", CORE, "import java.nio.file.Files; class A {}"),
        new Offence("package-doc", CORE.replace("Planted", "package-info"), "package a;"),
        new Offence(
            "sibling",
            adapter("openai"),
            "package dev.gatehouse.adapters.openai; import dev.gatehouse.adapters.mcp.B; class A"
                + " {}"),
        new Offence(
            "sibling",
            adapter("http"),
            "package dev.gatehouse.adapters.http; class A { dev.gatehouse.adapters.mcp.B b; }"));
  }

  static Stream<Offence> innocents() {
    return Stream.of(
        new Offence("type-name", MAIN, "class Base64Text { record Defaults() {} }"),
        new Offence("accessor-name", MAIN, "class A { @Override public int getX() { return 1; } }"),
        new Offence("accessor-name", MAIN, "class A { void settle() {} int getter; }"),
        new Offence("boolean-parameter", MAIN, "class A { public void a(boolean b) {} }"),
        new Offence("boolean-parameter", MAIN, "/// A.\npublic record A(boolean b) {}"),
        new Offence(
            "object-parameter",
            MAIN,
            "public class A { @Override public boolean equals(Object o) { return true; } }"),
        new Offence("todo", MAIN, "class A { /* TODO(#12) */ String a = \"TODO\"; }"),
        new Offence("public-doc", MAIN, "/// A.\npublic class A { private record B() {} }"),
        new Offence(
            "local-digits",
            MAIN,
            "class A { String a = String.format(Locale.ROOT, \"%d\", 1) + \"%s%%\".formatted(2);"
                + " }"),
        new Offence("local-digits", MAIN, "class A { String a = \"%04x\".formatted(1); }"),
        new Offence("bare-thread", MAIN, "class A { Object a = Thread.ofPlatform().factory(); }"),
        new Offence(
            "bare-thread",
            MAIN.replace("Planted", "Scope"),
            "class A { void a() { new Thread(this::a).start(); } }"),
        new Offence("sleeping-test", MAIN, "class A { void a() { Thread.sleep(1); } }"),
        new Offence("ambient", MAIN, "class A { long a = System.nanoTime(); }"),
        new Offence("package-doc", CORE.replace("Planted", "package-info"), "/// Why.\npackage a;"),
        new Offence(
            "sibling",
            adapter("openai"),
            "package dev.gatehouse.adapters.openai; import dev.gatehouse.adapters.http.B; class A"
                + " {}"),
        new Offence(
            "sibling",
            adapter("openai"),
            "package dev.gatehouse.adapters.openai; import dev.gatehouse.adapters.openai.sub.B;"
                + " class A {}"));
  }

  @ParameterizedTest
  @MethodSource({"offences", "placedOffences"})
  void plantedOffenceIsFound(Offence offence) throws IOException {
    assertThat(brokenRules(offence)).contains(offence.rule());
  }

  @ParameterizedTest
  @MethodSource("innocents")
  void lookalikeIsLeftAlone(Offence innocent) throws IOException {
    assertThat(brokenRules(innocent)).doesNotContain(innocent.rule());
  }

  @Test
  void repeatedTypeNameIsFoundInBothFiles() throws IOException {
    var findings = check(Map.of(MAIN, "class A {}", TEST, "class A {}", CORE, "class B {}"));

    assertThat(findings.filter(f -> f.rule().equals("unique-type-name")).map(TidyFinding::path))
        .containsExactlyInAnyOrder(MAIN, TEST);
  }

  @Test
  void packageWithoutAnExplanationIsFound() throws IOException {
    var explained = CORE.replace("Planted", "package-info");
    var findings =
        check(
            Map.of(
                MAIN,
                "package a; class A {}",
                CORE,
                "package b; class B {}",
                explained,
                "/// Why.\npackage b;"));

    assertThat(findings.filter(f -> f.rule().equals("package-info")).map(TidyFinding::path))
        .containsExactly(MAIN);
  }

  @Test
  void everyRuleIsPlanted() {
    var planted = Stream.concat(offences(), placedOffences()).map(Offence::rule);

    assertThat(Stream.concat(planted, Stream.of("unique-type-name", "package-info")).distinct())
        .containsExactlyInAnyOrderElementsOf(
            HouseRules.all().stream().map(Rule::name).distinct().toList());
  }

  @Test
  void findingNamesItsLine() throws IOException {
    var findings = check(Map.of(MAIN, "class A {\n\n  int getIt() { return 1; }\n}"));

    assertThat(findings.filter(f -> f.rule().equals("accessor-name")).map(TidyFinding::line))
        .containsExactly(3L);
  }

  private static List<String> brokenRules(Offence offence) throws IOException {
    return check(Map.of(offence.path(), offence.source())).map(TidyFinding::rule).toList();
  }

  private static Stream<TidyFinding> check(Map<String, String> texts) throws IOException {
    var files = JavaSources.parse(texts);
    return HouseRules.all().stream().flatMap(rule -> rule.check(files).stream());
  }

  private static Offence offence(String rule, String source) {
    return new Offence(rule, MAIN, source);
  }

  private static String adapter(String name) {
    return "adapters/src/main/java/dev/gatehouse/adapters/" + name + "/Planted.java";
  }

  record Offence(String rule, String path, String source) {}
}
