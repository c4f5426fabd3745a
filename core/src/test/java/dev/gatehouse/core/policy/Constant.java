package dev.gatehouse.core.policy;

import java.util.concurrent.Callable;

/// An interceptor that always does the same.
record Constant(String code, boolean critical, Callable<Verdict> verdict) implements Interceptor {

  static Constant of(String code, Verdict verdict) {
    return new Constant(code, true, () -> verdict);
  }

  @Override
  public Verdict judge(ToolFacts facts) throws Exception {
    return verdict.call();
  }
}
