package dev.gatehouse.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PiecesTest {

  private static final List<String> ATOMS =
      List.of("a", "word ", "\n", "\n\n", "🐝", "é", "e\u0301", "👩‍👩‍👧", "\r\n", "longer-word ");

  @Test
  void aTextThatFitsIsOnePiece() {
    assertThat(Pieces.of("  hello\nthere ", 64)).containsExactly("hello\nthere");
    assertThat(Pieces.of("", 64)).containsExactly("");
  }

  @Test
  void aTextBreaksBetweenParagraphsThenLinesThenWords() {
    assertThat(Pieces.of("a".repeat(40) + "\n\n" + "b ".repeat(30), 64))
        .containsExactly("a".repeat(40), "b ".repeat(30).strip());
    assertThat(Pieces.of("a b ".repeat(10) + "\n" + "c".repeat(60), 64))
        .containsExactly("a b ".repeat(10).strip(), "c".repeat(60));
    assertThat(Pieces.of("word ".repeat(20), 64))
        .containsExactly("word ".repeat(13).strip(), "word ".repeat(7).strip());
  }

  @Test
  void nothingIsLostNothingIsTooLongAndNoCharacterIsBroken() {
    for (long seed = 0; seed < 500; seed++) {
      String text = text(new Random(seed));

      List<String> pieces = Pieces.of(text, 64);

      assertThat(pieces).as("seed " + seed).allMatch(piece -> piece.length() <= 64);
      assertThat(bare(String.join("", pieces))).as("seed " + seed).isEqualTo(bare(text));
      assertThat(pieces).as("seed " + seed).allMatch(PiecesTest::isWhole);
    }
  }

  @Test
  void aTextOfTooManyPiecesSaysInTheLastHowMuchIsMissing() {
    List<String> pieces = Pieces.of("x".repeat(10_000), 64);

    assertThat(pieces).hasSize(Pieces.MOST).allMatch(piece -> piece.length() <= 64);
    assertThat(pieces.getLast()).endsWith("… (3648 more characters)");
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int atoms = random.nextInt(400);
    for (int at = 0; at < atoms; at++) {
      text.append(ATOMS.get(random.nextInt(ATOMS.size())));
    }
    return text.toString();
  }

  private static String bare(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static boolean isWhole(String piece) {
    return piece.isEmpty()
        || (!Character.isLowSurrogate(piece.charAt(0))
            && piece.charAt(0) != '\u0301'
            && piece.charAt(0) != '\u200d'
            && !Character.isHighSurrogate(piece.charAt(piece.length() - 1))
            && piece.charAt(piece.length() - 1) != '\u200d');
  }
}
