package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.adapters.sandbox.wasm.WasmSandbox;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;

/// Holds when it is proved for the first time, and lets everything out when it is proved again.
final class FailingLater implements Sandbox {

  private final WasmSandbox wasm = new WasmSandbox();
  private int started;

  @Override
  public String name() {
    return "failing";
  }

  @Override
  public Level level() {
    return Level.WASM;
  }

  @Override
  public Presence presence() {
    return wasm.presence();
  }

  @Override
  public Ended run(Program program, Limits limits, Output output, CancelSignal cancel)
      throws InterruptedException {
    boolean first = program.code().contains("it runs");
    started += first ? 1 : 0;
    if (started > 1 && !first) {
      PuppetSandbox.print(output, "PROBE read-host-file escaped\nPROBE end held\n");
      return Ended.exited(0);
    }
    return wasm.run(program, limits, output, cancel);
  }

  @Override
  public void close() {
    wasm.close();
  }
}
