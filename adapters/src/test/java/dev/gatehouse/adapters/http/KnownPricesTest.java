package dev.gatehouse.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Price;
import dev.gatehouse.core.money.PriceTable;
import dev.gatehouse.core.money.Usage;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class KnownPricesTest {

  private final PriceTable table = KnownPrices.load();

  @Test
  void datedNameHasThePriceOfItsModel() {
    assertThat(table.find("anthropic", "claude-sonnet-4-5-20250929").orElseThrow().price().input())
        .isEqualByComparingTo("3");
    assertThat(table.find("openai", "gpt-4o-mini-2024-07-18").orElseThrow().price().input())
        .isEqualByComparingTo("0.15");
  }

  @Test
  void longestNameThatFitsWins() {
    assertThat(table.find("anthropic", "claude-opus-5-5").orElseThrow().price().output())
        .isEqualByComparingTo("20");
    assertThat(table.find("openai", "gpt-5.4-mini").orElseThrow().price().output())
        .isEqualByComparingTo("4.5");
  }

  @Test
  void longPromptCostsWhatLongPromptsCost() {
    var haiku = table.find("anthropic", "claude-haiku-5-5").orElseThrow();

    assertThat(haiku.cost(new Usage(100_000, 1, 0, 0, 0)).dollars())
        .isEqualByComparingTo("0.0100005");
    assertThat(haiku.cost(new Usage(90_000, 1, 10_000, 1, 0)).dollars())
        .isEqualByComparingTo(new BigDecimal("0.05125255"));
  }

  @Test
  void demoIsFree() {
    var demo = table.find("demo", "fast").orElseThrow();

    assertThat(demo.cost(new Usage(1_000, 1_000, 1_000, 1_000, 0))).isEqualTo(Cost.ZERO);
  }

  @Test
  void unknownModelHasNoPrice() {
    assertThat(table.find("openai", "gpt-none")).isEmpty();
    assertThat(table.find("nobody", "gpt-4o")).isEmpty();
  }

  @Test
  void ownTableIsLaidOverTheKnownOne() {
    var own =
        PriceTable.of(
            Json.parse(
                """
                {"version": "mine", "providers": {"openai": {"gpt-4o": {
                  "input": 1, "output": 2, "cache_write": 1, "cache_read": 0,
                  "context_window": 1000, "max_output": 100}}}}\
                """));

    var both = table.overlaidWith(own);

    assertThat(both.find("openai", "gpt-4o").orElseThrow().price())
        .isEqualTo(new Price(BigDecimal.ONE, BigDecimal.TWO, BigDecimal.ONE, BigDecimal.ZERO));
    assertThat(both.find("anthropic", "claude-opus-4-7")).isPresent();
    assertThat(both.version()).isEqualTo("2026-11-20+mine");
  }

  @Test
  void wrongTableSaysWhereItIsWrong() {
    var table =
        Json.parse(
            "{\"version\":\"x\",\"providers\":{\"openai\":{\"gpt-4o\":{\"input\":\"free\"}}}}");

    assertThatThrownBy(() -> PriceTable.of(table))
        .isInstanceOf(GatehouseException.class)
        .hasMessageContaining("openai/gpt-4o/input");
  }
}
