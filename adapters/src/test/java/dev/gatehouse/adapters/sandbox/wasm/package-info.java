/// Proves the interpreter inside this process.
@NullMarked
package dev.gatehouse.adapters.sandbox.wasm;

import org.jspecify.annotations.NullMarked;
