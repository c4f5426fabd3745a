package dev.gatehouse.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontMatterTest {

  private static FrontMatter parsed(String text) {
    return FrontMatter.parse(text, "report.md");
  }

  @Test
  void keysOfThePythonPackageAreUnderstood() {
    var matter =
        parsed(
            """
            ---
            name: report
            version: 1.2
            model: demo/demo
            max_turns: 7
            timeout: 90
            max_budget_usd: 0.25
            tool_packs: [market]
            scope: ticker
            metadata: { owner: research }
            ---

            You write reports.
            ---
            A rule is no end.
            """);

    var settings = matter.settings();
    assertThat(settings.name()).hasValue("report");
    assertThat(settings.version()).hasValue("1.2");
    assertThat(settings.maxTurns()).hasValue(7);
    assertThat(settings.timeout()).hasValue(Duration.ofSeconds(90));
    assertThat(settings.maxBudgetUsd()).hasValue(Cost.ofDollars(new BigDecimal("0.25")));
    assertThat(settings.metadata())
        .isEqualTo(
            Json.parse(
                "{\"owner\":\"research\",\"tool_packs\":[\"market\"],\"scope\":\"ticker\"}"));
    assertThat(matter.body()).isEqualTo("You write reports.\n---\nA rule is no end.");
  }

  @Test
  void listsMayBeWrittenAsText() {
    var settings = parsed("---\nallowed-tools: Read, Bash(git:*)\ntools: a b\n---\nx").settings();

    assertThat(settings.allowedTools().orElseThrow()).containsExactly("Read", "Bash(git:*)");
    assertThat(settings.tools().orElseThrow()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Just a prompt.",
        "\ufeffJust a prompt.",
        "---\n---\nJust a prompt.",
        "---\r\nname: x\r\n---\r\nJust a prompt.\r\n",
        "---  \nmax_turns:\n---\t\n\n\nJust a prompt."
      })
  void bodyIsWhatFollows(String text) {
    assertThat(parsed(text).body()).isEqualTo("Just a prompt.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "---\\nname: x\\nmax_turns: many\\n---\\nb | report.md: line 3: max-turns",
        "---\\nmax-turns: 0\\n---\\nb | must lie between 1",
        "---\\nname: x\\n\\ntimeout: soon\\n---\\nb | report.md: line 4: timeout",
        "---\\nname: [x]\\n---\\nb | line 2: name: expected text, found a list",
        "---\\nmax_turns: 1\\nmax-turns: 2\\n---\\nb | line 3: max-turns: the key stands here"
            + " twice",
        "---\\nname: x\\nno end | line 1: the front matter has no end",
        "---\\nname: 'x\\n---\\nb | is not YAML",
        "---\\n- a\\n---\\nb | expected keys and values",
        "---\\ntools: {a: b}\\n---\\nb | line 2: tools: expected a list"
      })
  void mistakeIsNamedWithItsLine(String text, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> parsed(text.replace("\\n", "\n")))
        .withMessageContaining(message);
  }
}
