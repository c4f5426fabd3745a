import org.jspecify.annotations.NullMarked;

/// Events, state and decisions. Sees nothing but `java.base`.
@NullMarked
module dev.gatehouse.core {
  requires static transitive org.jspecify;
}
