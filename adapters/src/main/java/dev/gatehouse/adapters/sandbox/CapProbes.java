package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tries to use more than is allowed, and to go on after the end.
final class CapProbes {

  private static final Duration SHORT = Duration.ofMillis(600);
  private static final Duration SLOW = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofSeconds(60);

  /// How much later a busy machine may notice the end of a time limit; the endless program itself
  /// would never end.
  private static final Duration LATE = Duration.ofSeconds(30);

  private static final long MEMORY = 64L << 20;
  private static final long DISK = 4L << 20;
  private static final int PROCESSES = 24;
  private static final Pattern FORKS = Pattern.compile("FORKS (\\d+)");

  private final ProbeBox box;
  private final Language language;
  private final Limits limits = Limits.STANDARD.withTime(LONG);

  CapProbes(ProbeBox box, Language language) {
    this.box = box;
    this.language = language;
  }

  void run(List<Probe> into) throws IOException, InterruptedException {
    into.add(time());
    into.add(output());
    into.add(memory());
    into.add(disk());
    if (box.sandbox().level() == Sandbox.Level.WASM || language == Language.JAVASCRIPT) {
      into.add(new Probe("cap-processes", Probe.Result.NOT_RUN, "there are no processes"));
      into.add(new Probe("no-orphans", Probe.Result.NOT_RUN, "there are no processes"));
      return;
    }
    into.add(processes());
    into.add(orphans());
  }

  private Probe time() throws InterruptedException {
    long begin = System.nanoTime();
    Ended ended = box.run(language, ProbeScripts.endless(language), limits.withTime(SHORT));
    long took = (System.nanoTime() - begin) / 1_000_000;
    return result(
        "cap-time",
        ended.reason() == Reason.TIMEOUT && took < SHORT.plus(LATE).toMillis(),
        ended + " after " + took + " ms");
  }

  private Probe output() throws InterruptedException {
    Ended ended = box.run(language, ProbeScripts.flood(language), limits.withOutput(256 * 1024));
    return result("cap-output", ended.reason() == Reason.OUTPUT_LIMIT, ended.toString());
  }

  /// {@return whether hunger for memory ends}
  Probe memory() throws InterruptedException {
    long most = language == Language.JAVASCRIPT ? 8 * MEMORY : MEMORY;
    Ended ended = box.run(language, ProbeScripts.memory(language), limits.withMemory(most));
    boolean stopped = ended.reason() == Reason.OOM || ended.reason() == Reason.EXITED;
    return result("cap-memory", stopped && ended.exitCode() != 0, ended.toString());
  }

  private Probe disk() throws IOException, InterruptedException {
    Ended ended = box.run(language, ProbeScripts.disk(language), limits.withFolder(DISK));
    Path file = box.work().resolve("probe-disk");
    long size = Files.exists(file) ? Files.size(file) : 0;
    Files.deleteIfExists(file);
    return result("cap-disk", ended.exitCode() != 0, ended + ", " + size + " bytes written");
  }

  private Probe processes() throws InterruptedException {
    Ended ended = box.run(language, ProbeScripts.forks(language), limits.withProcesses(PROCESSES));
    Matcher counted = FORKS.matcher(box.lastWords());
    boolean some = counted.find();
    boolean capped = !some || Integer.parseInt(counted.group(1)) < PROCESSES;
    return result("cap-processes", capped, ended + " " + box.lastWords().strip());
  }

  /// On a slow machine the orphan may need longer to come to life than the first time limit.
  private Probe orphans() throws IOException, InterruptedException {
    Path tick = box.work().resolve("probe-tick");
    Ended ended = box.run(language, ProbeScripts.orphan(language), limits.withTime(SHORT));
    if (ticks(tick) == 0) {
      ended = box.run(language, ProbeScripts.orphan(language), limits.withTime(SLOW));
    }
    long before = ticks(tick);
    TimeUnit.MILLISECONDS.sleep(300);
    long after = ticks(tick);
    if (before == 0) {
      return new Probe("no-orphans", Probe.Result.NOT_RUN, "no orphan came to life: " + ended);
    }
    return result("no-orphans", before == after, ended + ", " + after + " ticks");
  }

  private static long ticks(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static Probe result(String name, boolean held, String detail) {
    return new Probe(name, held ? Probe.Result.HELD : Probe.Result.ESCAPED, detail);
  }
}
