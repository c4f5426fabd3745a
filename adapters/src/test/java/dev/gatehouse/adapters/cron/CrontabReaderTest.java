package dev.gatehouse.adapters.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.schedule.WallTimes.Hours;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CrontabReaderTest {

  private static final LocalDateTime SUNDAY = LocalDateTime.parse("2026-03-01T10:20");

  private final CrontabReader reader = new CrontabReader();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 7 * * MON-FRI      | 2026-03-02T07:00 | 2026-03-03T07:00
          */15 * * * *         | 2026-03-01T10:30 | 2026-03-01T10:45
          0 0 1 jan,JUL *      | 2026-07-01T00:00 | 2027-01-01T00:00
          0 0 13 * FRI         | 2026-03-06T00:00 | 2026-03-13T00:00
          0 0 29 2 *           | 2028-02-29T00:00 | 2032-02-29T00:00
          5-50/9 */5 * * *     | 2026-03-01T10:23 | 2026-03-01T10:32
          0 12 * * 7           | 2026-03-01T12:00 | 2026-03-08T12:00
          0 12 * * 0           | 2026-03-01T12:00 | 2026-03-08T12:00
          @daily               | 2026-03-02T00:00 | 2026-03-03T00:00
          @hourly              | 2026-03-01T11:00 | 2026-03-01T12:00
          """)
  void expressionNamesTheTimesThatCrontabWould(String cron, String first, String second) {
    var times = reader.read(cron);

    var next = times.next(SUNDAY).orElseThrow();

    assertThat(next).isEqualTo(LocalDateTime.parse(first));
    assertThat(times.next(next)).contains(LocalDateTime.parse(second));
  }

  @Test
  void starredHoursPassAndOthersAreNamed() {
    assertThat(reader.read("0 * * * *").hours()).isEqualTo(Hours.PASSING);
    assertThat(reader.read("0 */2 * * *").hours()).isEqualTo(Hours.PASSING);
    assertThat(reader.read("@hourly").hours()).isEqualTo(Hours.PASSING);
    assertThat(reader.read("*/5 2 * * *").hours()).isEqualTo(Hours.NAMED);
    assertThat(reader.read("@daily").hours()).isEqualTo(Hours.NAMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "61 * * * *",
        "0 25 * * *",
        "0 7 * * MON-FRY",
        "0 22-2 * * *",
        "0 0 L * *",
        "@reboot",
        "every day",
        "0 0 0 * *"
      })
  void whatCannotBeReadIsRefusedByName(String cron) {
    assertThatThrownBy(() -> reader.read(cron))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cron \"" + cron + "\"");
  }

  @Test
  void dayThatNeverComesIsRefused() {
    assertThatThrownBy(() -> reader.read("0 0 30 2 *"))
        .hasMessage("cron \"0 0 30 2 *\" names a day that never comes");
  }
}
