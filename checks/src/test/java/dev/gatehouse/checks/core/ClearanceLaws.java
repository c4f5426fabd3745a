package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.ApprovalEvent.Decision;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.ToolEvent.Verdict;
import dev.gatehouse.core.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What must hold of everything that stands between a wish and its call: no call leaves that was
/// not judged as it is, and none that a human was to allow without exactly one word for it.
final class ClearanceLaws {

  private final Map<String, Judgement> judged = new HashMap<>();
  private final Map<String, Ticket> open = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Set<String> barred = new HashSet<>();

  /// The last judgement of a call, and how often it was allowed since.
  private record Judgement(int round, Verdict verdict, CallDigests digests, int tickets) {

    Judgement allowed() {
      return new Judgement(round, verdict, digests, tickets + 1);
    }
  }

  void hear(ToolEvent event) {
    switch (event) {
      case ToolEvent.ToolCallJudged now -> judged(now);
      case ToolEvent.ClearanceVoided voided -> {
        assertThat(judged.remove(voided.callId())).as("something to void").isNotNull();
      }
      case ToolEvent.ToolCallDispatched sent -> leaves(sent.callId());
      case ToolEvent.ClientCallOffered offer -> leaves(offer.callId());
      case ToolEvent.ToolCallRequested _, ToolEvent.ToolRetryPlanned _ -> {}
      case ToolEvent.ToolCallDoubted _, ToolEvent.ToolCallFinished _ -> {}
    }
  }

  private void judged(ToolEvent.ToolCallJudged now) {
    assertThat(judged).as("judged anew only when void: " + now).doesNotContainKey(now.callId());
    assertThat(now.digests().input()).isEqualTo(CallDigests.ofInput(now.input()));
    judged.put(now.callId(), new Judgement(now.round(), now.verdict(), now.digests(), 0));
    if (now.verdict() == Verdict.DENY) {
      barred.add(now.callId());
    }
  }

  private void leaves(String callId) {
    Judgement last = judged.get(callId);
    assertThat(last).as("a judgement of " + callId).isNotNull();
    assertThat(barred).as("calls that must not be made").doesNotContain(callId);
    int wanted = Objects.requireNonNull(last).verdict == Verdict.ASK ? 1 : 0;
    assertThat(last.tickets).as("tickets for " + callId).isEqualTo(wanted);
  }

  void hear(ApprovalEvent event) {
    switch (event) {
      case ApprovalEvent.ApprovalRequested wish -> {
        questioned(wish.ticket());
        open.put(wish.ticket().id(), wish.ticket());
      }
      case ApprovalEvent.TicketMinted minted -> {
        questioned(minted.ticket());
        judged.computeIfPresent(minted.ticket().callId(), (_, last) -> last.allowed());
      }
      case ApprovalEvent.ApprovalReminded reminded ->
          assertThat(open).containsKey(reminded.approval());
      case ApprovalEvent.ApprovalEscalated escalated ->
          assertThat(open).containsKey(escalated.approval());
      case ApprovalEvent.ApprovalResolved resolved -> resolved(resolved);
    }
  }

  private void questioned(Ticket ticket) {
    assertThat(asked.add(ticket.id())).as("asked once: " + ticket.id()).isTrue();
    Judgement last = Objects.requireNonNull(judged.get(ticket.callId()));
    assertThat(last.verdict).isEqualTo(Verdict.ASK);
    assertThat(ticket.digests()).isEqualTo(last.digests);
    assertThat(last.tickets).isZero();
  }

  private void resolved(ApprovalEvent.ApprovalResolved resolved) {
    Ticket ticket = open.remove(resolved.approval());
    assertThat(ticket).as("resolved once: " + resolved).isNotNull();
    assertThat(Objects.requireNonNull(ticket).callId()).isEqualTo(resolved.callId());
    if (resolved.decision() != Decision.APPROVED) {
      assertThat(resolved.grant()).isEmpty();
      barred.add(resolved.callId());
    } else if (resolved.edited().isPresent()) {
      judged.remove(resolved.callId());
    } else {
      judged.computeIfPresent(resolved.callId(), (_, last) -> last.allowed());
    }
  }

  /// An action that is about to be performed is the one that was judged.
  static void checkInput(Json input, CallDigests digests) {
    assertThat(CallDigests.ofInput(input))
        .as("what was judged is called")
        .isEqualTo(digests.input());
  }

  /// {@return the questions about calls that nobody has settled}
  Set<String> unresolved() {
    return open.keySet();
  }
}
