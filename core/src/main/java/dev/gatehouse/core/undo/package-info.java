/// What can be taken back, and what came of taking it back. Start with
/// [dev.gatehouse.core.undo.EffectBook].
@NullMarked
package dev.gatehouse.core.undo;

import org.jspecify.annotations.NullMarked;
