/// Programs inside this process: CPython compiled to WebAssembly, which knows no system calls but
/// those [MeteredWasi] gives it. Start at [WasmSandbox].
@NullMarked
package dev.gatehouse.adapters.sandbox.wasm;

import org.jspecify.annotations.NullMarked;
