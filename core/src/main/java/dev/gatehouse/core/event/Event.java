package dev.gatehouse.core.event;

import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.workflow.WorkflowDocument;

/// Something that happened. Events are the only truth: every state is a fold over them.
///
/// An event is a coarse fact in the past tense. Its name and its members are schema: once released
/// they are never renamed or given another meaning, only added to. The fragments of a model's
/// answer are not events; the finished turn is.
public sealed interface Event
    permits RunEvent,
        ModelEvent,
        ToolEvent,
        ApprovalEvent,
        FlowEvent,
        NodeEvent,
        UndoEvent,
        SessionEvent {

  /// The version of the events' form that this build writes.
  int SCHEMA = 1;

  /// Turns events into JSON and back.
  RecordCodec<Event> CODEC = RecordCodec.of(Event.class, WorkflowDocument.FORMS);
}
