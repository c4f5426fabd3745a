package dev.gatehouse.core.routing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// How good a candidate was when a choice was made, and why: what is recorded with the choice.
///
/// @param name the candidate
/// @param score the higher the better, to three decimals; 0 for one that cannot be chosen
/// @param standing whether it could be chosen
/// @param reasons what the score was made of, in words
public record Score(String name, double score, Standing standing, List<String> reasons) {

  private static final int DECIMALS = 3;

  /// Rounds the score and copies the reasons.
  public Score {
    if (!Double.isFinite(score) || score < 0) {
      throw new IllegalArgumentException("the score of '" + name + "' must not be " + score);
    }
    score = BigDecimal.valueOf(score).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    reasons = List.copyOf(reasons);
  }

  /// Whether a candidate can be chosen. The best come first.
  public enum Standing {
    /// It can.
    FIT,
    /// It can, but has as much to do as it should.
    BUSY,
    /// It cannot for a while.
    RESTING,
    /// It cannot.
    UNFIT
  }
}
