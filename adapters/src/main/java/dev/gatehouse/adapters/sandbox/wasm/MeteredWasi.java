package dev.gatehouse.adapters.sandbox.wasm;

import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Output;
import dev.gatehouse.core.spi.ToolContext.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import run.endive.log.SystemLogger;
import run.endive.runtime.HostFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;

/// All that a program can do to the world: print, and change files in one folder. Each of the calls
/// that could use something up is counted first, and links cannot be made at all, so that nothing
/// in the folder ever points elsewhere.
final class MeteredWasi implements AutoCloseable {

  /// How many files and folders one program may make.
  private static final int MOST_FILES = 4_096;

  private static final long TOO_LARGE = 22;
  private static final long NO_SPACE = 51;
  private static final long NOT_SUPPORTED = 58;
  private static final int CREATE = 1;
  private static final int FIRST_FILE = 3;

  private final WasiPreview1 wasi;
  private final long most;
  private final AtomicLong left;
  private int made;

  /// The program printed more than it may.
  static final class TooMuchOutput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchOutput() {
      super("too much output", null, false, false);
    }
  }

  private MeteredWasi(WasiPreview1 wasi, long most, long used) {
    this.wasi = wasi;
    this.most = most;
    this.left = new AtomicLong(most - used);
  }

  static MeteredWasi open(Path home, Limits limits, Output output, InputStream input)
      throws IOException {
    AtomicLong printable = new AtomicLong(limits.output());
    WasiOptions options =
        WasiOptions.builder()
            .withStdin(input)
            .withStdout(new Printed(Stream.STDOUT, output, printable))
            .withStderr(new Printed(Stream.STDERR, output, printable))
            .withRandom(new SecureRandom())
            .withDirectory("/guest", home)
            .build();
    WasiPreview1 wasi =
        WasiPreview1.builder().withLogger(new SystemLogger()).withOptions(options).build();
    return new MeteredWasi(wasi, limits.folder(), used(home.resolve("work")));
  }

  private static long used(Path work) throws IOException {
    try (var files = Files.walk(work)) {
      return files.mapToLong(MeteredWasi::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    } catch (IOException _) {
      return 0; // another program of the session removed it meanwhile
    }
  }

  HostFunction[] functions() {
    return Arrays.stream(wasi.toHostFunctions()).map(this::metered).toArray(HostFunction[]::new);
  }

  private HostFunction metered(HostFunction function) {
    WasmFunctionHandle handle =
        switch (function.name()) {
          case "fd_write" -> (caller, arguments) -> write(function, caller, arguments);
          case "fd_pwrite" -> (caller, arguments) -> writeAt(function, caller, arguments);
          case "fd_filestat_set_size" -> (caller, arguments) -> resize(function, caller, arguments);
          case "path_open" -> (caller, arguments) -> open(function, caller, arguments);
          case "path_create_directory" ->
              (caller, arguments) ->
                  made++ < MOST_FILES ? function.handle().apply(caller, arguments) : is(NO_SPACE);
          case "path_symlink", "path_link" -> (_, _) -> is(NOT_SUPPORTED);
          default -> function.handle();
        };
    return new HostFunction(function.module(), function.name(), function.functionType(), handle);
  }

  private static long[] is(long errorNumber) {
    return new long[] {errorNumber};
  }

  /// The position is asked for first, so that a file with a hole cannot be larger than the folder.
  private long[] write(HostFunction function, Instance caller, long... arguments) {
    int file = (int) arguments[0];
    if (file < FIRST_FILE) {
      return function.handle().apply(caller, arguments);
    }
    int answer = (int) arguments[3];
    boolean seekable = wasi.fdTell(caller.memory(), file, answer) == 0;
    long at = seekable ? caller.memory().readLong(answer) : 0;
    long count = length(caller, (int) arguments[1], (int) arguments[2]);
    return grow(at, count) ? function.handle().apply(caller, arguments) : is(NO_SPACE);
  }

  private long[] writeAt(HostFunction function, Instance caller, long... arguments) {
    long count = length(caller, (int) arguments[1], (int) arguments[2]);
    return grow(arguments[3], count) ? function.handle().apply(caller, arguments) : is(NO_SPACE);
  }

  private long[] resize(HostFunction function, Instance caller, long... arguments) {
    return arguments[1] >= 0 && arguments[1] <= most
        ? function.handle().apply(caller, arguments)
        : is(TOO_LARGE);
  }

  private long[] open(HostFunction function, Instance caller, long... arguments) {
    boolean creates = (arguments[4] & CREATE) != 0;
    return creates && made++ >= MOST_FILES
        ? is(NO_SPACE)
        : function.handle().apply(caller, arguments);
  }

  /// What is written counts, also over what was there: nobody writes that often for a good reason.
  private boolean grow(long at, long count) {
    return at >= 0 && at + count <= most && left.addAndGet(-count) >= 0;
  }

  private static long length(Instance caller, int vectors, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += caller.memory().readU32(vectors + 8 * i + 4);
    }
    return sum;
  }

  @Override
  public void close() {
    wasi.close();
  }

  /// Hands on what is printed, until it is too much.
  private static final class Printed extends OutputStream {

    private final Stream stream;
    private final Output output;
    private final AtomicLong left;

    Printed(Stream stream, Output output, AtomicLong left) {
      this.stream = stream;
      this.output = output;
      this.left = left;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      if (length == 0) {
        return;
      }
      long before = left.getAndAdd(-length);
      int fits = Math.clamp(before, 0, length);
      if (fits > 0) {
        output.bytes(stream, Arrays.copyOfRange(bytes, from, from + fits));
      }
      if (fits < length) {
        throw new TooMuchOutput();
      }
    }
  }
}
