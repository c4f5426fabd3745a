/// Actions in flight. Start with [dev.gatehouse.runtime.engine.LocalEngine].
@NullMarked
package dev.gatehouse.runtime.engine;

import org.jspecify.annotations.NullMarked;
