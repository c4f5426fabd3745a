package dev.gatehouse.adapters.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.sandbox.wasm.WasmSandbox;
import dev.gatehouse.core.spi.Sandbox.Language;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WasmProofTest {

  @Test
  void nothingEscapes() {
    try (WasmSandbox sandbox = new WasmSandbox()) {
      ProbeReport report = new ProbeSuite().run(sandbox, List.of(Language.PYTHON));

      assertThat(report.escapes()).isEmpty();
      assertThat(report.languages()).containsExactly(Language.PYTHON);
      assertThat(report.probes())
          .extracting(Probe::name)
          .contains("read-host-file", "connect-to-loopback", "cap-time", "cap-memory", "cap-disk");
      assertThat(report.notRun())
          .extracting(Probe::name)
          .containsExactly("cap-processes", "no-orphans");
    }
  }
}
