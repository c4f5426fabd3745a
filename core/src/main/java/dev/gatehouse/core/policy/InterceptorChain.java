package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Finding.Action;
import dev.gatehouse.core.policy.Judgement.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// Interceptors in their order. The strictest verdict wins: a refusal ends the chain, a wish to ask
/// is remembered, and nobody later can take either back. Rewritten arguments are what the later
/// ones judge.
public final class InterceptorChain {

  /// The chain that allows everything.
  public static final InterceptorChain EMPTY = new InterceptorChain(List.of());

  /// The code of a finding about an interceptor that failed.
  public static final String FAILED = "interceptor_error";

  private static final int VERSION_DIGITS = 16;

  private final List<Interceptor> interceptors;
  private final String version;

  /// Copies the list.
  public InterceptorChain(List<Interceptor> interceptors) {
    this.interceptors = List.copyOf(interceptors);
    this.version = digest(this.interceptors);
  }

  /// {@return the interceptors in their order}
  public List<Interceptor> interceptors() {
    return interceptors;
  }

  /// {@return a short digest of the interceptors and their settings, to be recorded with each
  /// judgement}
  public String version() {
    return version;
  }

  /// Judges a call.
  public Judgement judge(ToolFacts call) {
    var findings = new ArrayList<Finding>();
    Json input = call.input();
    var outcome = Outcome.ALLOW;
    for (Interceptor each : interceptors) {
      switch (verdict(each, call.withInput(input))) {
        case Said(_, Verdict.Allow _) -> {}
        case Said(var code, Verdict.Warn(var why)) ->
            findings.add(new Finding(code, Action.WARN, why));
        case Said(var code, Verdict.Ask(var why)) -> {
          findings.add(new Finding(code, Action.ASK, why));
          outcome = Outcome.ASK;
        }
        case Said(var code, Verdict.Rewrite(var other, var why)) -> {
          findings.add(new Finding(code, Action.REWRITE, why));
          input = other;
        }
        case Said(var code, Verdict.Deny(var why)) -> {
          findings.add(new Finding(code, Action.DENY, why));
          return new Judgement(Outcome.DENY, findings, call.input(), false);
        }
      }
    }
    return new Judgement(outcome, findings, input, !input.equals(call.input()));
  }

  /// A verdict and the code it is noted under.
  private record Said(String code, Verdict verdict) {}

  /// Interceptors are other people's code: whatever they do becomes a verdict here.
  private static Said verdict(Interceptor interceptor, ToolFacts facts) {
    try {
      Verdict verdict = interceptor.judge(facts);
      Objects.requireNonNull(verdict, "it gave no verdict");
      return new Said(interceptor.code(), verdict);
    } catch (Exception broken) {
      if (broken instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      String message = "interceptor \"" + interceptor.code() + "\" failed: " + message(broken);
      return new Said(
          FAILED, interceptor.critical() ? Verdict.deny(message) : Verdict.warn(message));
    }
  }

  private static String message(Exception broken) {
    String message = broken.getMessage();
    return message == null ? broken.getClass().getSimpleName() : message;
  }

  private static String digest(List<Interceptor> interceptors) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (Interceptor each : interceptors) {
        var line =
            Json.array(Json.of(each.code()), Json.of(each.critical()), Json.of(each.version()));
        sha.update(line.toString().getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
