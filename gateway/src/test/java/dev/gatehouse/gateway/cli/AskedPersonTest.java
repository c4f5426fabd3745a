package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.approval.Terms.Standing;
import dev.gatehouse.gateway.cli.talk.LiveAnswer.Word;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AskedPersonTest {

  private final Deque<String> typed = new ArrayDeque<>();
  private final List<String> prompts = new ArrayList<>();
  private final AskedPerson person =
      new AskedPerson(prompt -> {
        prompts.add(prompt);
        return Optional.ofNullable(typed.poll());
      });

  @Test
  void onlyAYesIsAYes() {
    typed.addAll(List.of("", "perhaps", " Y "));

    assertThat(person.allow(wanted(Standing.ALLOWED))).contains(Word.ONCE);
    assertThat(prompts).hasSize(3);
  }

  @Test
  void sessionIsOfferedAndTakenOnlyWhereItMayBe() {
    typed.addAll(List.of("a", "n"));

    assertThat(person.allow(wanted(Standing.REFUSED))).contains(Word.NO);
    assertThat(prompts).allMatch(prompt -> !prompt.contains("session"));

    typed.add("a");
    assertThat(person.allow(wanted(Standing.ALLOWED))).contains(Word.SESSION);
  }

  @Test
  void whoeverLeavesSaysNothing() {
    assertThat(person.allow(wanted(Standing.ALLOWED))).isEmpty();
    assertThat(person.choose(new Shown.Asked("q", "which", List.of("a", "b")))).isEmpty();
  }

  @Test
  void choiceIsOneOfTheChoices() {
    typed.addAll(List.of("c", "b"));

    assertThat(person.choose(new Shown.Asked("q", "which", List.of("a", "b")))).contains("b");
  }

  private static Shown.ApprovalWanted wanted(Standing standing) {
    return new Shown.ApprovalWanted(
        "appr_1", "run_1", new Shown.ToolBegan("c", "refund", "{}"), "money", "write", standing);
  }
}
