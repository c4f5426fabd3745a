package dev.gatehouse.checks.schedule;

import dev.gatehouse.testkit.random.Draw;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A cron expression together with what it means, drawn together so that nobody has to read it.
///
/// @param text the expression
/// @param eitherDay whether both days are restricted, so that either suffices
record WrittenCron(
    String text,
    Set<Integer> minutes,
    Set<Integer> hours,
    Set<Integer> days,
    Set<Integer> months,
    Set<Integer> weekdays,
    boolean eitherDay) {

  /// A field and the values it means.
  private record Field(String text, Set<Integer> values) {

    boolean isOpen() {
      return text.equals("*");
    }
  }

  static WrittenCron draw(Draw draw) {
    Field minute = draw.chance(0.6) ? single(draw, 0, 59) : field(draw, 0, 59);
    Field hour = field(draw, 0, 23);
    boolean everyDay = draw.chance(0.5);
    Field day = everyDay ? all(1, 31) : field(draw, 1, 31);
    Field month = !everyDay || draw.chance(0.7) ? all(1, 12) : months(draw);
    boolean stepped = day.text().startsWith("*/");
    Field weekday = stepped || draw.chance(0.5) ? all(0, 6) : weekdays(draw);
    return new WrittenCron(
        String.join(" ", minute.text(), hour.text(), day.text(), month.text(), weekday.text()),
        minute.values(),
        hour.values(),
        day.values(),
        month.values(),
        weekday.values(),
        !day.isOpen() && !weekday.isOpen());
  }

  /// At a minute of some hours of every day.
  static WrittenCron at(int minute, String hours, Set<Integer> meant) {
    return new WrittenCron(
        minute + " " + hours + " * * *",
        Set.of(minute),
        meant,
        all(1, 31).values(),
        all(1, 12).values(),
        all(0, 6).values(),
        false);
  }

  boolean countsHoursAsTheyPass() {
    return text.split(" ", -1)[1].startsWith("*");
  }

  boolean names(LocalDateTime time) {
    boolean day = days.contains(time.getDayOfMonth());
    boolean weekday = weekdays.contains(time.getDayOfWeek().getValue() % 7);
    return minutes.contains(time.getMinute())
        && hours.contains(time.getHour())
        && months.contains(time.getMonthValue())
        && (eitherDay ? day || weekday : day && weekday);
  }

  private static Field all(int least, int most) {
    return new Field("*", range(least, most, 1));
  }

  private static Field single(Draw draw, int least, int most) {
    int value = draw.between(least, most);
    return new Field(Integer.toString(value), Set.of(value));
  }

  private static Field field(Draw draw, int least, int most) {
    return switch (draw.below(5)) {
      case 0 -> all(least, most);
      case 1 -> {
        int step = draw.between(2, Math.max(2, (most - least) / 2));
        yield new Field("*/" + step, range(least, most, step));
      }
      case 2 -> {
        int from = draw.between(least, most - 1);
        int to = draw.between(from + 1, most);
        yield new Field(from + "-" + to, range(from, to, 1));
      }
      case 3 -> {
        int from = draw.between(least, most - 2);
        int to = draw.between(from + 2, most);
        yield new Field(from + "-" + to + "/2", range(from, to, 2));
      }
      default -> {
        Set<Integer> some = new TreeSet<>();
        for (int n = draw.between(1, 4); n > 0; n--) {
          some.add(draw.between(least, most));
        }
        yield new Field(some.stream().map(String::valueOf).collect(Collectors.joining(",")), some);
      }
    };
  }

  private static Field months(Draw draw) {
    int month = draw.between(1, 12);
    return new Field(
        java.time.Month.of(month)
            .getDisplayName(TextStyle.SHORT, Locale.ROOT)
            .toUpperCase(Locale.ROOT),
        Set.of(month));
  }

  private static Field weekdays(Draw draw) {
    return draw.oneOf(
        List.of(
            new Field("MON-FRI", range(1, 5, 1)),
            new Field("SUN", Set.of(0)),
            new Field("7", Set.of(0)),
            new Field("tue,thu", Set.of(2, 4)),
            new Field("0-2", range(0, 2, 1)),
            new Field("6", Set.of(6))));
  }

  private static Set<Integer> range(int from, int to, int step) {
    return IntStream.rangeClosed(from, to)
        .filter(value -> (value - from) % step == 0)
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
