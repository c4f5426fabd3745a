package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Presence;
import dev.gatehouse.core.spi.Sandbox.Program;
import dev.gatehouse.core.spi.Sandbox.Reason;
import dev.gatehouse.core.spi.ToolContext.Stream;
import dev.gatehouse.testkit.provider.CancelSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every sandbox does that runs Python. The programs of these tests are not hostile; the probe
/// suite is for those.
public interface SandboxContract {

  /// {@return the sandbox under test}
  Sandbox sandbox();

  /// {@return a folder with a folder `work` in it that programs may change}
  Path box();

  /// Requires a machine that has what the sandbox needs.
  @BeforeEach
  default void requireItsPresence() {
    if (sandbox().presence() instanceof Presence.Missing(String reason, String mend)) {
      org.junit.jupiter.api.Assumptions.abort(
          sandbox().name() + " cannot be tested here: " + reason + "; " + mend);
    }
  }

  @Test
  default void printsAndEndsByItself() throws InterruptedException {
    PrintedOutput output = new PrintedOutput();

    Ended ended = run("print('hello'); import sys; print('oops', file=sys.stderr)", output);

    assertThat(ended).isEqualTo(Ended.exited(0));
    assertThat(output.text(Stream.STDOUT)).isEqualTo("hello\n");
    assertThat(output.text(Stream.STDERR)).isEqualTo("oops\n");
  }

  @Test
  default void exitCodeIsTheProgramsOwn() throws InterruptedException {
    assertThat(run("import sys; sys.exit(7)", new PrintedOutput())).isEqualTo(Ended.exited(7));
  }

  @Test
  default void brokenProgramSaysWhereItBroke() throws InterruptedException {
    PrintedOutput output = new PrintedOutput();

    Ended ended = run("x = 1\nx.y", output);

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(output.text(Stream.STDERR)).contains("line 2").contains("AttributeError");
  }

  @Test
  default void filesStayForTheNextProgramAndVariablesDoNot() throws InterruptedException {
    Ended _ = run("x = 1\nopen('kept.txt', 'w').write('kept')", new PrintedOutput());
    PrintedOutput output = new PrintedOutput();

    Ended _ = run("print(open('kept.txt').read(), 'x' in globals())", output);

    assertThat(output.text(Stream.STDOUT)).isEqualTo("kept False\n");
  }

  @Test
  default void filesOfTheUserAreThere() throws IOException, InterruptedException {
    Files.writeString(box().resolve("work/data.csv"), "a,b\n1,2\n");
    PrintedOutput output = new PrintedOutput();

    Ended _ = run("print(open('data.csv').read())", output);

    assertThat(output.text(Stream.STDOUT)).contains("1,2");
  }

  @Test
  default void bytesArriveAsTheyArePrinted() throws InterruptedException {
    PrintedOutput output = new PrintedOutput();

    Ended _ =
        run("import sys; sys.stdout.buffer.write(b'\\xff\\x00\\xc3'); sys.stdout.flush()", output);

    assertThat(output.bytes(Stream.STDOUT)).containsExactly(0xff, 0x00, 0xc3);
  }

  @Test
  default void endlessProgramIsStoppedInTime() throws InterruptedException {
    long begin = System.nanoTime();

    Ended ended =
        run(
            "while True: pass",
            Limits.STANDARD.withTime(Duration.ofSeconds(1)),
            CancelSignal.NEVER);

    assertThat(ended.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(ended.exitCode()).isEqualTo(124);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  default void sleepingProgramIsStoppedInTime() throws InterruptedException {
    Ended ended =
        run(
            "import time; time.sleep(1000)",
            Limits.STANDARD.withTime(Duration.ofSeconds(1)),
            CancelSignal.NEVER);

    assertThat(ended.reason()).isEqualTo(Reason.TIMEOUT);
  }

  @Test
  default void floodOfOutputIsCut() throws InterruptedException {
    PrintedOutput output = new PrintedOutput();

    Ended ended =
        sandbox()
            .run(
                python("while True: print('x' * 1000)"),
                Limits.STANDARD.withOutput(100_000),
                output,
                CancelSignal.NEVER);

    assertThat(ended.reason()).isEqualTo(Reason.OUTPUT_LIMIT);
    assertThat(output.bytes(Stream.STDOUT)).hasSizeLessThanOrEqualTo(100_000);
  }

  @Test
  default void hungerForMemoryEndsTheProgramAlone() throws InterruptedException {
    Ended ended =
        run(
            "x = []\nwhile True: x.append(bytearray(b'x') * (1 << 20))",
            Limits.STANDARD.withMemory(96L << 20),
            CancelSignal.NEVER);

    assertThat(ended.reason()).isEqualTo(Reason.OOM);
    assertThat(run("print(1)", new PrintedOutput())).isEqualTo(Ended.exited(0));
  }

  @Test
  default void folderDoesNotGrowBeyondItsSize() throws IOException, InterruptedException {
    Ended ended =
        run(
            "f = open('big', 'wb')\nfor i in range(64): f.write(bytes(1 << 20)); f.flush()\nimport"
                + " time; time.sleep(2)",
            Limits.STANDARD.withFolder(8L << 20),
            CancelSignal.NEVER);

    assertThat(ended.exitCode()).isNotZero();
    assertThat(Files.size(box().resolve("work/big"))).isLessThan(48L << 20);
  }

  @Test
  default void cancelStopsTheProgram() throws InterruptedException {
    CancelSwitch cancel = new CancelSwitch();
    PrintedOutput output = new PrintedOutput().onFirst(cancel::cancel);

    Ended ended =
        sandbox()
            .run(
                python("print('on', flush=True)\nwhile True: pass"),
                Limits.STANDARD,
                output,
                cancel);

    assertThat(ended.reason()).isEqualTo(Reason.KILLED_BY_USER);
  }

  @Test
  default void environmentIsEmpty() throws InterruptedException {
    PrintedOutput output = new PrintedOutput();

    Ended _ =
        run(
            "import os; print([n for n in os.environ if n not in ('PATH', 'HOME', 'LANG', 'TZ',"
                + " 'PWD', 'LC_CTYPE', 'TERM', 'SHLVL', '_') and not n.startswith('PYTHON')])",
            output);

    assertThat(output.text(Stream.STDOUT)).isEqualTo("[]\n");
  }

  private Program python(String code) {
    return new Program("contract-" + code.hashCode(), Language.PYTHON, code, box().toString());
  }

  private Ended run(String code, PrintedOutput output) throws InterruptedException {
    return sandbox().run(python(code), Limits.STANDARD, output, CancelSignal.NEVER);
  }

  private Ended run(String code, Limits limits, CancelSignal cancel) throws InterruptedException {
    return sandbox().run(python(code), limits, new PrintedOutput(), cancel);
  }
}
