package dev.gatehouse.checks.tidy;

import static java.util.stream.Collectors.groupingBy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What things may be called.
final class NameRules {
  private static final Set<String> EMPTY_WORDS =
      Set.of("Impl", "Base", "Abstract", "Default", "Manager", "Helper", "Util", "Utils", "Common");
  private static final Pattern WORD_START = Pattern.compile("(?=[A-Z])");
  private static final Pattern ACCESSOR = Pattern.compile("(get|set)[A-Z].*");
  private static final Pattern SENTENCE = Pattern.compile("(?!test[A-Z])[a-z][A-Za-z0-9]*");

  private NameRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.forEach(
            "type-name",
            ClassTree.class,
            type -> hasEmptyWord(type.subject()),
            "name it by what makes it different"),
        Rule.forEach(
            "accessor-name",
            MethodTree.class,
            method -> ACCESSOR.matcher(method.subject()).matches() && !method.isOverride(),
            "accessors are nouns, without get and set"),
        Rule.forEach(
            "test-name",
            MethodTree.class,
            method -> isTest(method) && !SENTENCE.matcher(method.subject()).matches(),
            "a test's name is a sentence in camelCase"),
        new Rule("unique-type-name", NameRules::repeatedTypes));
  }

  private static boolean hasEmptyWord(String typeName) {
    return WORD_START.splitAsStream(typeName).anyMatch(EMPTY_WORDS::contains);
  }

  private static boolean isTest(SourceNode<MethodTree> method) {
    return Stream.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory")
        .anyMatch(method::hasAnnotation);
  }

  private static Stream<TidyFinding> repeatedTypes(List<SourceFile> files) {
    var places =
        files.stream()
            .flatMap(file -> file.topLevelTypes().map(type -> new Place(type, file.path())))
            .collect(groupingBy(Place::type));
    return places.values().stream()
        .filter(same -> same.size() > 1)
        .flatMap(same ->
            same.stream()
                .map(place ->
                    new TidyFinding(
                        "unique-type-name",
                        place.path(),
                        1,
                        place.type(),
                        "a top-level name stands once in the repository")));
  }

  private record Place(String type, String path) {}
}
