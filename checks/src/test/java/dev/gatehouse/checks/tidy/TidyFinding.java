package dev.gatehouse.checks.tidy;

/// One place that breaks one rule.
record TidyFinding(String rule, String path, long line, String subject, String advice) {
  @Override
  public String toString() {
    return "%s:%d: [%s] \"%s\": %s".formatted(path, line, rule, subject, advice);
  }
}
