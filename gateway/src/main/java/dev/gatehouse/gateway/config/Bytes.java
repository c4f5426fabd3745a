package dev.gatehouse.gateway.config;

import java.util.regex.Pattern;

/// An amount of data, written as `4096`, `64KiB`, `1MiB` or `2GiB`.
///
/// @param count the number of bytes, from 1
public record Bytes(long count) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12}) ?(|B|KiB|MiB|GiB)");

  /// Refuses nothing and less.
  public Bytes {
    if (count < 1) {
      throw new IllegalArgumentException(
          "an amount of data must be at least one byte, not " + count);
    }
  }

  /// That many MiB.
  public static Bytes ofMebibytes(long count) {
    return new Bytes(Math.multiplyExact(count, 1L << 20));
  }

  /// Reads the written form.
  public static Bytes parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no amount of data; write it like 64KiB or 1MiB");
    }
    long unit =
        switch (form.group(2)) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          default -> 1;
        };
    return new Bytes(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
  }
}
