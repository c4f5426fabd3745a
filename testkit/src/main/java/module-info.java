import org.jspecify.annotations.NullMarked;

/// Fakes and contract suites for plug-in authors.
@NullMarked
module dev.gatehouse.testkit {
  requires transitive dev.gatehouse.runtime;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;

  exports dev.gatehouse.testkit.provider;
  exports dev.gatehouse.testkit;
  exports dev.gatehouse.testkit.contract;
  exports dev.gatehouse.testkit.model;
  exports dev.gatehouse.testkit.random;
}
