import org.jspecify.annotations.NullMarked;

/// Events, state and decisions. Sees nothing but `java.base`.
@NullMarked
module dev.gatehouse.core {
  requires static transitive org.jspecify;

  exports dev.gatehouse.core.approval;
  exports dev.gatehouse.core.delivery;
  exports dev.gatehouse.core.event;
  exports dev.gatehouse.core.expr;
  exports dev.gatehouse.core.interpreter;
  exports dev.gatehouse.core.inquiry;
  exports dev.gatehouse.core.json;
  exports dev.gatehouse.core.message;
  exports dev.gatehouse.core.money;
  exports dev.gatehouse.core.policy;
  exports dev.gatehouse.core.routing;
  exports dev.gatehouse.core.run;
  exports dev.gatehouse.core.schedule;
  exports dev.gatehouse.core.session;
  exports dev.gatehouse.core.spi;
  exports dev.gatehouse.core.tool;
  exports dev.gatehouse.core.undo;
  exports dev.gatehouse.core.workflow;
  exports dev.gatehouse.core;

  uses dev.gatehouse.core.spi.Patterns;
}
