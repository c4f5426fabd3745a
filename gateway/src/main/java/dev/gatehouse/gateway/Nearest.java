package dev.gatehouse.gateway;

/// How far two words are apart, for telling people what they may have meant.
final class Nearest {

  private Nearest() {}

  /// {@return how many letters must be added, removed or replaced to make one word of the other}
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int place = 0; place < row.length; place++) {
      row[place] = place;
    }
    for (int left = 1; left <= one.length(); left++) {
      int diagonal = row[0];
      row[0] = left;
      for (int right = 1; right <= other.length(); right++) {
        int same = one.charAt(left - 1) == other.charAt(right - 1) ? 0 : 1;
        int best = Math.min(Math.min(row[right], row[right - 1]) + 1, diagonal + same);
        diagonal = row[right];
        row[right] = best;
      }
    }
    return row[other.length()];
  }
}
