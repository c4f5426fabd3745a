package dev.gatehouse.adapters.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.PriceTable;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The price table that ships with the program. A user's own is laid over it with
/// [PriceTable#overlaidWith].
public final class KnownPrices {

  private static final String RESOURCE = "prices.json";

  private KnownPrices() {}

  /// Reads the table.
  public static PriceTable load() {
    try (var in = KnownPrices.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            "the resource \"" + RESOURCE + "\" is missing from the program");
      }
      return PriceTable.of(Json.parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("the resource \"" + RESOURCE + "\" cannot be read", e);
    }
  }
}
