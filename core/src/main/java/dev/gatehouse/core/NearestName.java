package dev.gatehouse.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody probably meant when they wrote a name nobody knows.
public final class NearestName {

  /// Longer names are not compared: the work grows with the product of both lengths.
  private static final int LONGEST = 200;

  private NearestName() {}

  /// {@return the known name that is fewest typing mistakes away, unless even that one is far off}
  public static Optional<String> of(String wanted, Collection<String> known) {
    if (wanted.length() > LONGEST) {
      return Optional.empty();
    }
    int far = Math.max(2, wanted.length() / 3);
    return known.stream()
        .filter(name -> name.length() <= LONGEST && mistakes(wanted, name) <= far)
        .min(
            Comparator.<String>comparingInt(name -> mistakes(wanted, name))
                .thenComparing(name -> name));
  }

  /// The Levenshtein distance, regardless of case.
  private static int mistakes(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = above[j - 1] + (same(one.charAt(i - 1), other.charAt(j - 1)) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[other.length()];
  }

  private static boolean same(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}
