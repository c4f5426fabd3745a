package dev.gatehouse.core.spi;

import dev.gatehouse.core.json.Json;

/// Hears a model speak. All calls come on one thread, in the order of the stream.
public interface ModelListener {

  /// Hears nothing.
  ModelListener SILENT =
      new ModelListener() {
        @Override
        public void text(String fragment) {}

        @Override
        public void thinking(String fragment) {}

        @Override
        public void toolInput(String callId, String fragment) {}

        @Override
        public void drained() {}
      };

  /// A fragment of the answer, never empty.
  void text(String fragment);

  /// A fragment of readable thought, never empty.
  void thinking(String fragment);

  /// A fragment of a tool call's arguments, as raw JSON text.
  ///
  /// @param callId the provider's id of the call, the same for all its fragments and for no other
  ///   call of the answer
  void toolInput(String callId, String fragment);

  /// An event of an agent's own. Models have none; agents that are served as models may.
  default void event(Json.Obj event) {}

  /// Everything that arrived with one read from the network has been handed over: what was heard
  /// until now is shown, fragments that came together in one piece. Also called for reads that
  /// carried no fragment (pings), so that it serves as a sign of life.
  void drained();
}
