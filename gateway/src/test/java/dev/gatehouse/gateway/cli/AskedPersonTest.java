package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.approval.Terms.Standing;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.talk.LiveAnswer.Word;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AskedPersonTest {

  private static final Word NO = new Word.No(Optional.empty());

  private final Deque<String> typed = new ArrayDeque<>();
  private final List<String> prompts = new ArrayList<>();
  private final List<String> shownToEdit = new ArrayList<>();
  private Optional<String> edited = Optional.empty();
  private final AskedPerson person =
      new AskedPerson(
          prompt -> {
            prompts.add(prompt);
            return Optional.ofNullable(typed.poll());
          },
          text -> {
            shownToEdit.add(text);
            return edited;
          });

  @Test
  void onlyAYesIsAYes() {
    typed.addAll(List.of("", "perhaps", " Y "));

    assertThat(person.allow(wanted(Standing.ALLOWED))).contains(new Word.Once());
    assertThat(prompts).hasSize(3);
  }

  @Test
  void sessionIsOfferedAndTakenOnlyWhereItMayBe() {
    typed.addAll(List.of("a", "n"));

    assertThat(person.allow(wanted(Standing.REFUSED))).contains(NO);
    assertThat(prompts).allMatch(prompt -> !prompt.contains("session"));

    typed.add("a");
    assertThat(person.allow(wanted(Standing.ALLOWED))).contains(new Word.Session());
  }

  @Test
  void noMayHaveAReason() {
    typed.add("n  that is too much");

    assertThat(person.allow(wanted(Standing.ALLOWED)))
        .contains(new Word.No(Optional.of("that is too much")));
  }

  @Test
  void yesWithMoreWordsIsNoYes() {
    typed.addAll(List.of("yes but not now", "n"));

    assertThat(person.allow(wanted(Standing.ALLOWED))).contains(NO);
  }

  @Test
  void argumentsCanBeEditedBeforeTheyAreAllowed() {
    typed.add("e");
    edited = Optional.of("{\"euros\": 5}\n");

    assertThat(person.allow(wanted(Standing.ALLOWED)))
        .contains(new Word.Edited(Json.obj("euros", Json.of(5))));
    assertThat(shownToEdit).containsExactly("{}");
  }

  @Test
  void whatIsNoJsonObjectAllowsNothing() {
    typed.addAll(List.of("e", "n"));
    edited = Optional.of("{\"euros\": ");

    assertThat(person.allow(wanted(Standing.ALLOWED))).contains(NO);
    assertThat(prompts.getLast()).contains("not JSON");
  }

  @Test
  void editThatIsLeftAsksAgain() {
    typed.addAll(List.of("e", "y"));

    assertThat(person.allow(wanted(Standing.ALLOWED))).contains(new Word.Once());
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
