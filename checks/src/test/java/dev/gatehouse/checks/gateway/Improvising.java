package dev.gatehouse.checks.gateway;

import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.util.function.Function;

/// A model that makes up each turn from what it is asked. Its calls are named alike in every turn,
/// as those of some providers are.
record Improvising(Function<ModelRequest, Turn> wit) implements Model {

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    return ScriptedModel.of(wit.apply(request)).call(request, listener, cancel);
  }
}
