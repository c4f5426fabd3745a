package dev.gatehouse.core.spi;

/// A language model behind a provider's wire. One object serves many calls at a time.
///
/// A call blocks its (virtual) thread until the answer is whole, and hands every fragment to the
/// listener as it arrives. It never throws for what a provider or a network does: that is a
/// [ModelOutcome.Failed]. It retries nothing: the loop does. When the signal comes it closes its
/// socket and returns [ModelOutcome.CutOff] with what there is.
public interface Model {

  /// Asks the model for one turn.
  ///
  /// @param request what to send
  /// @param listener hears the fragments, on the calling thread, in order
  /// @param cancel stops the call
  ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel);
}
