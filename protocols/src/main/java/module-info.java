import org.jspecify.annotations.NullMarked;

/// The protocols that call Gatehouse.
@NullMarked
module dev.gatehouse.protocols {
  requires transitive dev.gatehouse.runtime;
  requires com.nimbusds.jose.jwt;
  requires org.eclipse.jetty.server;
  requires tools.jackson.databind;

  exports dev.gatehouse.protocols.api;
  exports dev.gatehouse.protocols.http;
}
