/// What is happening, as frames for whoever looks on. Start with
/// [dev.gatehouse.runtime.stream.LiveStream].
@NullMarked
package dev.gatehouse.runtime.stream;

import org.jspecify.annotations.NullMarked;
