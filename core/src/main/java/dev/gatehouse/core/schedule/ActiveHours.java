package dev.gatehouse.core.schedule;

/// The hours of a day in which a schedule fires: from the first up to, and without, the other, also
/// over midnight. Equal hours leave none.
///
/// @param from 0 to 23
/// @param until 0 to 24
public record ActiveHours(int from, int until) {

  /// Refuses hours that no clock shows.
  public ActiveHours {
    if (from < 0 || from > 23 || until < 0 || until > 24) {
      throw new IllegalArgumentException(
          "active-hours must be two hours such as [6, 22], not [" + from + ", " + until + "]");
    }
  }

  /// {@return whether an hour of the day is one of them}
  public boolean contains(int hour) {
    return from <= until ? from <= hour && hour < until : from <= hour || hour < until;
  }
}
