package dev.gatehouse.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A server to be measured: how to start it and how to ask it.
///
/// @param launch the command that starts it; it must print one line that contains `is ready at`
record Candidate(String name, Launch launch, StreamDialect dialect) {
  static final String RAW_RELAY = "raw-relay";
  static final String VIRTUAL_THREAD_RELAY = "vt-relay";
  static final String GATEHOUSE = "gatehouse";

  /// Another build of Gatehouse, to see what a change does.
  static final String BEFORE = "before";

  /// Memory and collector of the anchors, the same as a packaged Gatehouse has.
  private static final List<String> JVM_FLAGS =
      List.of("-Xmx512m", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders");

  /// Command and environment, for a port to listen on, the provider's port and a data folder.
  interface Launch {
    Command command(int port, int providerPort, Path data);
  }

  /// What to execute, and the environment variables to add.
  record Command(List<String> words, Map<String, String> environment) {
    Command {
      words = List.copyOf(words);
      environment = Map.copyOf(environment);
    }
  }

  /// The candidate of this name.
  ///
  /// @param launcher the `gatehouse` launcher to start
  /// @param before the launcher of the other build
  static Candidate of(String name, Path launcher, Path before) {
    return switch (name) {
      case RAW_RELAY -> relay(name, RawRelay.class);
      case VIRTUAL_THREAD_RELAY -> relay(name, VirtualThreadRelay.class);
      case GATEHOUSE -> gatehouse(name, List.of(launcher.toAbsolutePath().toString()));
      case BEFORE -> gatehouse(name, List.of(before.toAbsolutePath().toString()));
      default ->
          throw new IllegalArgumentException(
              "\""
                  + name
                  + "\" is no candidate; choose from "
                  + String.join(", ", RAW_RELAY, VIRTUAL_THREAD_RELAY, BEFORE, GATEHOUSE));
    };
  }

  /// Gatehouse behind any launcher words, its one provider being the fake one.
  static Candidate gatehouse(String name, List<String> launcher) {
    return new Candidate(
        name,
        (port, providerPort, data) -> {
          var words = new ArrayList<>(launcher);
          words.addAll(List.of("serve", "--port", "" + port, "--data", data.toString()));
          words.addAll(List.of("--model", "anthropic/" + StreamShape.burst(1).model()));
          return new Command(
              words,
              Map.of(
                  "ANTHROPIC_BASE_URL",
                  "http://127.0.0.1:" + providerPort,
                  "ANTHROPIC_API_KEY",
                  "bench"));
        },
        new ChatDialect());
  }

  private static Candidate relay(String name, Class<?> program) {
    return new Candidate(
        name,
        (port, providerPort, data) ->
            new Command(java(program, "" + port, "" + providerPort), Map.of()),
        new MessagesDialect());
  }

  /// The words that run a program of the bench's own class path in a new JVM.
  static List<String> java(Class<?> program, String... arguments) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JVM_FLAGS);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    words.addAll(List.of(arguments));
    return words;
  }
}
