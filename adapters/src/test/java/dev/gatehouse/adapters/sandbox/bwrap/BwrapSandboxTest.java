package dev.gatehouse.adapters.sandbox.bwrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.sandbox.Probe;
import dev.gatehouse.adapters.sandbox.ProbeReport;
import dev.gatehouse.adapters.sandbox.ProbeSuite;
import dev.gatehouse.adapters.sandbox.Workspaces;
import dev.gatehouse.adapters.sandbox.process.Account;
import dev.gatehouse.adapters.sandbox.process.Lifeline;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Presence;
import dev.gatehouse.core.spi.Sandbox.Program;
import dev.gatehouse.core.spi.Sandbox.Reason;
import dev.gatehouse.core.spi.ToolContext.Stream;
import dev.gatehouse.testkit.contract.PrintedOutput;
import dev.gatehouse.testkit.contract.SandboxContract;
import dev.gatehouse.testkit.provider.CancelSwitch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BwrapSandboxTest implements SandboxContract {

  private final BwrapSandbox sandbox = new BwrapSandbox();
  private final Path box;

  BwrapSandboxTest(@TempDir Path folder) throws IOException {
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
  void nothingEscapes() {
    ProbeReport report = new ProbeSuite().run(sandbox, List.of(Language.values()));

    assertThat(report.escapes()).isEmpty();
    assertThat(report.notRun())
        .extracting(Probe::name)
        .doesNotContain("no-orphans", "cap-processes");
    assertThat(report.languages()).contains(Language.PYTHON, Language.BASH);
  }

  @Test
  void noProcessOfTheProgramIsRootOnThisMachine() throws Exception {
    Set<Object> accounts = ConcurrentHashMap.newKeySet();
    CancelSwitch cancel = new CancelSwitch();
    PrintedOutput output =
        new PrintedOutput()
            .onFirst(() -> {
              accounts.addAll(accountsOfChildren("program"));
              cancel.cancel();
            });

    Ended _ =
        sandbox.run(
            new Program(
                "t", Language.PYTHON, "print('on')\nimport time; time.sleep(9)", box.toString()),
            Limits.STANDARD,
            output,
            cancel);

    assertThat(accounts).isNotEmpty().doesNotContain(0);
  }

  private static List<Object> accountsOfChildren(String word) {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains(word))
        .map(child -> account(child.pid()))
        .toList();
  }

  private static Object account(long pid) {
    try {
      return Files.getAttribute(Path.of("/proc/" + pid), "unix:uid");
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Test
  void rootWithoutTheMeansToStopBeingRootIsRefused() {
    BwrapSandbox asRoot =
        new BwrapSandbox(
            new Account(0),
            System.getProperty("os.arch"),
            tool -> !tool.equals("setpriv"),
            Lifeline.toThisProcess());

    assertThat(asRoot.presence())
        .isInstanceOfSatisfying(
            Presence.Missing.class,
            missing -> assertThat(missing.reason()).contains("setpriv").contains("root"));
  }

  @Test
  void processorWithoutFilterIsRefused() {
    BwrapSandbox odd =
        new BwrapSandbox(Account.ofThisProcess(), "riscv64", _ -> true, Lifeline.toThisProcess());

    assertThat(odd.presence()).isInstanceOf(Presence.Missing.class);
  }

  @Test
  void programOfAGatewayThatIsGoneAlreadyNeverStarts() throws Exception {
    Lifeline toNobody = new Lifeline(Long.MAX_VALUE);
    try (BwrapSandbox late =
        new BwrapSandbox(
            Account.ofThisProcess(), System.getProperty("os.arch"), _ -> true, toNobody)) {
      PrintedOutput output = new PrintedOutput();

      Ended ended =
          late.run(
              new Program("late", Language.BASH, "echo here", box.toString()),
              Limits.STANDARD,
              output,
              CancelSignal.NEVER);

      assertThat(ended).isEqualTo(Ended.exited(125));
      assertThat(output.text(Stream.STDOUT)).isEmpty();
    }
  }

  @Test
  void processesTogetherStayWithinTheMemory() throws Exception {
    Ended ended =
        run(
            "import os, time\nfor i in range(6):\n  if os.fork() == 0: break\n"
                + "x = bytearray(b'x') * (60 << 20)\ntime.sleep(20)",
            Limits.STANDARD.withMemory(128L << 20));

    assertThat(ended.reason()).isEqualTo(Reason.OOM);
  }

  @Test
  void filesTogetherStayWithinTheFolder() throws Exception {
    Ended ended =
        run(
            "import time\nfor i in range(40): open('f%d' % i, 'wb').write(bytes(1 << 20))\n"
                + "time.sleep(20)",
            Limits.STANDARD.withFolder(8L << 20));

    assertThat(ended.reason()).isEqualTo(Reason.DISK_LIMIT);
  }

  private Ended run(String code, Limits limits) throws InterruptedException {
    return sandbox.run(
        new Program("t", Language.PYTHON, code, box.toString()),
        limits,
        new PrintedOutput(),
        CancelSignal.NEVER);
  }

  @Test
  void firstProcessKeepsNothingOfOurEnvironment() throws Exception {
    assertThat(outputOf("print(repr(open('/proc/1/environ').read()))")).isEqualTo("''\n");
  }

  @Test
  void forkBombEndsWithAnError() throws Exception {
    PrintedOutput output = new PrintedOutput();

    Ended ended =
        sandbox.run(
            new Program(
                "bomb", Language.PYTHON, "import os\nwhile True: os.fork()", box.toString()),
            Limits.STANDARD.withTime(Duration.ofSeconds(60)),
            output,
            CancelSignal.NEVER);

    assertThat(ended.exitCode()).isNotZero();
    assertThat(output.text(Stream.STDERR)).contains("BlockingIOError");
  }

  private String outputOf(String code) throws InterruptedException {
    PrintedOutput output = new PrintedOutput();
    Ended _ =
        sandbox.run(
            new Program("t", Language.PYTHON, code, box.toString()),
            Limits.STANDARD,
            output,
            CancelSignal.NEVER);
    return output.text(Stream.STDOUT) + output.text(Stream.STDERR);
  }
}
