package dev.gatehouse.gateway;

import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;

/// A model whose failures are cleaned of secrets: providers quote keys and headers in their errors.
record RedactedModel(Model model, Redaction redaction) implements Model {

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    ModelOutcome outcome = model.call(request, listener, cancel);
    return outcome instanceof ModelOutcome.Failed failed
        ? new ModelOutcome.Failed(redaction.clean(failed.failure()), failed.usage())
        : outcome;
  }
}
