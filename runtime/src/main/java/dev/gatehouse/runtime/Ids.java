package dev.gatehouse.runtime;

import dev.gatehouse.core.approval.CallDigests;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/// Makes ids: opaque, unguessable, sortable by the time they were made (48 bits of milliseconds,
/// then 80 random bits, in lower-case Crockford base 32).
public final class Ids {

  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int TIME_DIGITS = 10;
  private static final int RANDOM_DIGITS = 16;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /// Ids by this clock.
  public Ids(InstantSource clock) {
    this.clock = clock;
  }

  /// {@return `run_…`}
  public String run() {
    return "run_" + next();
  }

  /// {@return `sess_…`}
  public String session() {
    return "sess_" + next();
  }

  /// {@return `quest_…`}
  public String question() {
    return "quest_" + next();
  }

  /// {@return `art_…`}
  public String artifact() {
    return "art_" + next();
  }

  /// {@return `appr_…`}
  public String approval() {
    return "appr_" + next();
  }

  /// {@return `grant_…`}
  public String grant() {
    return "grant_" + next();
  }

  /// {@return a number nobody can guess, in hexadecimal}
  public String nonce() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// {@return the id of the run that a call starts, the same whenever it is asked for}
  ///
  /// @param key the idempotency key of the call
  public static String runOf(String key) {
    return "run_" + CallDigests.ofText(key).substring(0, TIME_DIGITS + RANDOM_DIGITS);
  }

  /// {@return the id of the session that goes with a run of [#runOf]}
  public static String sessionOf(String key) {
    return "sess_" + CallDigests.ofText(key).substring(0, TIME_DIGITS + RANDOM_DIGITS);
  }

  /// {@return an id for a token}
  public String token() {
    return next();
  }

  private String next() {
    char[] digits = new char[TIME_DIGITS + RANDOM_DIGITS];
    long time = clock.millis();
    for (int place = TIME_DIGITS - 1; place >= 0; place--) {
      digits[place] = DIGITS[(int) (time & 31)];
      time >>>= 5;
    }
    for (int place = TIME_DIGITS; place < digits.length; place++) {
      digits[place] = DIGITS[random.nextInt(DIGITS.length)];
    }
    return new String(digits);
  }
}
