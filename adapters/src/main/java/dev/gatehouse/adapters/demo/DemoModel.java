package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.time.Duration;
import java.util.Set;

/// The built-in demo model: no language model, and it says so. It works offline, answers the same
/// to the same, streams word by word at a human pace, thinks aloud when asked to, and calls the
/// tools a message names.
///
/// | model | what it does |
/// |---|---|
/// | `demo/slow` | takes ten times as long |
/// | `demo/fast` | takes no time |
/// | `demo/echo` | says what the user said and nothing else |
/// | any other name | answers at the pace it was made with |
///
/// Immutable, for any number of threads.
public final class DemoModel implements Model {

  /// The names it answers to; how fast it speaks, or what it says, depends on them.
  public static final Set<String> NAMES = Set.of("demo", "slow", "fast", "echo");

  private static final Duration HUMAN = Duration.ofMillis(20);
  private static final int SLOWNESS = 10;

  private final Duration perWord;

  private DemoModel(Duration perWord) {
    if (perWord.isNegative()) {
      throw new IllegalArgumentException(
          "a word cannot take \"" + perWord + "\"; use zero or more");
    }
    this.perWord = perWord;
  }

  /// A model that speaks about as fast as a person reads.
  public static DemoModel atHumanPace() {
    return new DemoModel(HUMAN);
  }

  /// A model that takes this long for a word.
  public static DemoModel paced(Duration perWord) {
    return new DemoModel(perWord);
  }

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    var name = shortName(request.model());
    var turn = name.equals("echo") ? DemoTurn.echo(request) : DemoTurn.of(request);
    try (var pace = new Pace(perWord(name), cancel)) {
      return new Speaker(request, listener, pace).say(turn);
    }
  }

  private Duration perWord(String name) {
    return switch (name) {
      case "slow" -> (perWord.isZero() ? HUMAN : perWord).multipliedBy(SLOWNESS);
      case "fast" -> Duration.ZERO;
      default -> perWord;
    };
  }

  private static String shortName(String model) {
    return model.substring(model.lastIndexOf('/') + 1);
  }
}
