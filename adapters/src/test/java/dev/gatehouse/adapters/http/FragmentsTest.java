package dev.gatehouse.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FragmentsTest {

  private final List<String> told = new ArrayList<>();
  private final Fragments fragments = new Fragments();

  @Test
  void letterSplitBetweenPiecesIsToldWhole() {
    fragments.add("a\uD83D", told::add);
    fragments.add("\uDE00b", told::add);
    fragments.end(told::add);

    assertThat(told).containsExactly("a", "😀b");
    assertThat(fragments.text()).isEqualTo("a😀b");
  }

  @Test
  void halfALetterAtTheEndIsReplaced() {
    fragments.add("\uD83D", told::add);
    fragments.end(told::add);

    assertThat(told).containsExactly("\uFFFD");
  }

  @Test
  void emptyPiecesAreNotTold() {
    fragments.add("", told::add);

    assertThat(told).isEmpty();
  }
}
