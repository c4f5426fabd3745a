import org.jspecify.annotations.NullMarked;

/// Performs what the core decides.
@NullMarked
module dev.gatehouse.runtime {
  requires transitive dev.gatehouse.core;
}
