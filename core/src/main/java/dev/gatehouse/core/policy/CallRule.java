package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/// Something that can be wrong with a tool call.
public interface CallRule {

  /// {@return what is wrong with it, in a sentence; empty when nothing is}
  Optional<String> broken(ToolFacts facts) throws Exception;

  /// {@return everything this rule decides by, so that a change of it can be seen}
  Json settings();
}
