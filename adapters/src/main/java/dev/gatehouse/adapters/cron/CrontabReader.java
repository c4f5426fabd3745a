package dev.gatehouse.adapters.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.gatehouse.core.schedule.CronReader;
import dev.gatehouse.core.schedule.WallTimes;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;

/// Reads cron expressions as `crontab` does: five fields, names of months and days, `*`, lists,
/// ranges and steps, and `@hourly` to `@yearly`. When both days are restricted, either suffices.
///
/// The library works without zones here: it is asked in UTC, where every time exists once. What
/// daylight saving does to the times is decided by the core.
public final class CrontabReader implements CronReader {

  private static final int MAX_LENGTH = 200;
  private static final LocalDateTime SOME_DAY = LocalDateTime.of(2024, 1, 1, 0, 0);

  private final CronParser parser = new CronParser(crontab());

  private static CronDefinition crontab() {
    return CronDefinitionBuilder.defineCron()
        .withMinutes()
        .withValidRange(0, 59)
        .withStrictRange()
        .and()
        .withHours()
        .withValidRange(0, 23)
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .withValidRange(1, 31)
        .withStrictRange()
        .and()
        .withMonth()
        .withValidRange(1, 12)
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .withStrictRange()
        .and()
        .withSupportedNicknameHourly()
        .withSupportedNicknameDaily()
        .withSupportedNicknameMidnight()
        .withSupportedNicknameWeekly()
        .withSupportedNicknameMonthly()
        .withSupportedNicknameYearly()
        .withSupportedNicknameAnnually()
        .instance();
  }

  @Override
  public WallTimes read(String expression) {
    String text = expression.strip();
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a cron expression has at most " + MAX_LENGTH + " characters, not " + text.length());
    }
    Times times = new Times(ExecutionTime.forCron(parsed(text)), hours(text));
    if (times.next(SOME_DAY).isEmpty()) {
      throw new IllegalArgumentException("cron \"" + text + "\" names a day that never comes");
    }
    return times;
  }

  private Cron parsed(String text) {
    try {
      return parser.parse(text).validate();
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(
          "cron \""
              + text
              + "\" cannot be read ("
              + unreadable.getMessage()
              + "); write minute, hour, day of month, month and day of week, such as \"0 7 * *"
              + " MON-FRI\"",
          unreadable);
    }
  }

  private static WallTimes.Hours hours(String text) {
    String[] fields = text.split("\\s+", -1);
    boolean passing =
        fields.length > 1
            ? fields[1].startsWith("*")
            : text.toLowerCase(Locale.ROOT).equals("@hourly");
    return passing ? WallTimes.Hours.PASSING : WallTimes.Hours.NAMED;
  }

  private record Times(ExecutionTime times, Hours hours) implements WallTimes {

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
      return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }
  }
}
