package dev.gatehouse.testkit.random;

import java.util.List;
import java.util.SplittableRandom;

/// Draws lots. Everything drawn follows from the seed; owned by one thread.
public final class Draw {

  private static final List<String> WORDS =
      List.of("river", "stone", "lamp", "north", "seven", "quiet", "ünïcode", "paper", "😀");

  private final SplittableRandom random;

  /// Begins the sequence of a seed.
  public Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  /// {@return whether something of this probability happens}
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /// {@return a number from 0 up to, and without, the bound}
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /// {@return a number between two others, both included}
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /// {@return a number in [0, 1)}
  public double fraction() {
    return random.nextDouble();
  }

  /// {@return one of several things, each as likely as the others}
  public <T> T oneOf(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  /// {@return a few words}
  public String words() {
    StringBuilder text = new StringBuilder(oneOf(WORDS));
    for (int more = below(3); more > 0; more--) {
      text.append(' ').append(oneOf(WORDS));
    }
    return text.toString();
  }
}
