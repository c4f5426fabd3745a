package dev.gatehouse.adapters.sandbox.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.sandbox.Workspaces;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Program;
import dev.gatehouse.core.spi.ToolContext.Stream;
import dev.gatehouse.testkit.contract.PrintedOutput;
import dev.gatehouse.testkit.contract.SandboxContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WasmSandboxTest implements SandboxContract {

  private final WasmSandbox sandbox = new WasmSandbox();
  private final Path box;

  WasmSandboxTest(@TempDir Path folder) throws IOException {
    box = new Workspaces(folder).open("sess_1").box();
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Override
  public Sandbox sandbox() {
    return sandbox;
  }

  @Override
  public Path box() {
    return box;
  }

  @Test
  void linkThatLiesInTheFolderLeadsNowhere() throws Exception {
    Files.createSymbolicLink(box.resolve("work/planted"), Path.of("/etc/passwd"));

    assertThat(outputOf("print(open('planted').read())")).doesNotContain("root:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import os; os.symlink('/etc/passwd', 'link')",
        "import os; open('a', 'w').close(); os.link('a', 'b')",
        "open('/etc/passwd')",
        "open('../../../../../../../../etc/passwd')",
        "import os; os.fork()",
        "import subprocess; subprocess.run(['ls'])",
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        "import threading; threading.Thread(target=print).start()",
        "f = open('s', 'wb'); f.seek(1 << 40); f.write(b'x'); f.close()",
        "import os; open('s', 'w').close(); os.truncate('s', 1 << 40)",
        "for i in range(10000): open('f%d' % i, 'w').close()"
      })
  void whatIsNotAllowedIsAnErrorOfTheProgram(String code) throws Exception {
    PrintedOutput output = new PrintedOutput();

    Ended ended = run(code, output);

    assertThat(ended.exitCode()).as(output.text(Stream.STDERR)).isEqualTo(1);
  }

  @Test
  void programThatChangesOurSideDoesNotHarmTheNext() throws Exception {
    outputOf("open('/guest/guest.py', 'w').write('def run(code): return 99')");

    assertThat(outputOf("print('well')")).isEqualTo("well\n");
  }

  @Test
  void abortOfTheInterpreterIsAnEndLikeAnother() throws Exception {
    Ended ended = run("import os; os.abort()", new PrintedOutput());

    assertThat(ended.exitCode()).isEqualTo(134);
    assertThat(outputOf("print('well')")).isEqualTo("well\n");
  }

  @Test
  void deepNestingEndsTheProgramAlone() throws Exception {
    Ended ended = run("eval('(' * 100000 + ')' * 100000)", new PrintedOutput());

    assertThat(ended.exitCode()).isNotZero();
    assertThat(outputOf("print('well')")).isEqualTo("well\n");
  }

  private String outputOf(String code) throws InterruptedException {
    PrintedOutput output = new PrintedOutput();
    Ended _ = run(code, output);
    return output.text(Stream.STDOUT);
  }

  private Ended run(String code, PrintedOutput output) throws InterruptedException {
    return sandbox.run(
        new Program("t", Language.PYTHON, code, box.toString()),
        Limits.STANDARD,
        output,
        CancelSignal.NEVER);
  }
}
