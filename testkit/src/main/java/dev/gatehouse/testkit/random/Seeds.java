package dev.gatehouse.testkit.random;

/// Tries a property with one seed after the other and names the seed that broke it. `-Dseed=…`
/// tries that one alone.
public final class Seeds {

  private Seeds() {}

  /// What must hold whatever is drawn.
  public interface Property {

    /// Throws when it does not hold.
    void check(Draw draw);
  }

  /// Tries a property with the seeds from 1 to a count.
  public static void tryAll(int count, Property property) {
    Long only = Long.getLong("seed");
    if (only != null) {
      tryOne(only, property);
      return;
    }
    for (long seed = 1; seed <= count; seed++) {
      tryOne(seed, property);
    }
  }

  /// {@return a count that `-D<name>=…` may change}
  public static int count(String name, int usual) {
    return Integer.getInteger(name, usual);
  }

  private static void tryOne(long seed, Property property) {
    try {
      property.check(new Draw(seed));
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError(
          "fails with seed "
              + seed
              + " (run it alone with -Dseed="
              + seed
              + "): "
              + broken.getMessage(),
          broken);
    }
  }
}
