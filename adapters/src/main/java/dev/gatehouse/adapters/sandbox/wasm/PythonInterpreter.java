package dev.gatehouse.adapters.sandbox.wasm;

import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Output;
import dev.gatehouse.core.spi.Sandbox.Reason;
import io.trino.wasm.python.Python;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;
import run.endive.wasi.WasiExitException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.ValType;

/// One fresh CPython, good for one program.
///
/// The module was made to call one function `guest.run` with a row of values, and to take one value
/// back. Here the row is one text, the program, and the value is the exit code; `guest.py` is ours.
/// See the C side in `trinodb/trino-wasm-python`, `pyhost.c`.
final class PythonInterpreter implements AutoCloseable {

  private static final int FIRST_PAGES = 473;
  private static final int ROW = 0;
  private static final int INTEGER = 5;
  private static final int VARCHAR = 11;

  /// What `guest.py` answers when the memory was used up.
  private static final int OUT_OF_MEMORY = 1_000;

  /// What the module reports when the memory was used up before `guest.py` could answer.
  private static final long MEMORY_ERROR = 37;

  private final MeteredWasi wasi;
  private final Limits limits;
  private final Instance instance;
  private final StringBuilder complaint = new StringBuilder();
  private boolean outOfMemory;

  /// The parsed module: tens of megabytes, loaded when the first program runs.
  private static final class Loaded {
    private static final WasmModule MODULE = Python.load();
  }

  private PythonInterpreter(MeteredWasi wasi, Limits limits) {
    this.wasi = wasi;
    this.limits = limits;
    ImportValues imports =
        ImportValues.builder()
            .addFunction(wasi.functions())
            .addFunction(
                new HostFunction(
                    "trino",
                    "return_error",
                    FunctionType.of(
                        List.of(ValType.I32, ValType.I32, ValType.I32, ValType.I32, ValType.I32),
                        List.of()),
                    this::complain))
            .build();
    instance =
        Instance.builder(Loaded.MODULE)
            .withMachineFactory(Python::create)
            .withImportValues(imports)
            .withStart(false)
            .withMemoryLimits(new MemoryLimits(FIRST_PAGES, pages(limits.memory())))
            .build();
  }

  /// @param folder the folder that holds `work`
  static PythonInterpreter open(String folder, Limits limits, Output output) throws IOException {
    Path home = Path.of(folder);
    GuestFile.write(home);
    return new PythonInterpreter(
        MeteredWasi.open(home, limits, output, InputStream.nullInputStream()), limits);
  }

  private static int pages(long memory) {
    return (int) Math.max(FIRST_PAGES, memory / Memory.PAGE_SIZE);
  }

  Ended run(String code) {
    try {
      return exit(call(code.getBytes(StandardCharsets.UTF_8)));
    } catch (WasiExitException exit) {
      return Ended.exited(exit.exitCode());
    } catch (MeteredWasi.TooMuchOutput _) {
      return new Ended(
          Reason.OUTPUT_LIMIT,
          137,
          "the program printed more than " + limits.output() + " bytes and was stopped");
    } catch (TrapException trap) {
      return new Ended(Reason.EXITED, 134, "the interpreter broke down: " + trap.getMessage());
    } catch (StackOverflowError _) {
      return new Ended(Reason.EXITED, 139, "the program's calls are nested too deeply");
    } catch (OutOfMemoryError _) {
      return memoryUsedUp();
    } catch (WasmEngineException broken) {
      return new Ended(
          Reason.SANDBOX_FAILED, 1, "the interpreter was stopped: " + broken.getMessage());
    }
  }

  private int call(byte[] code) {
    int name = place("run\0".getBytes(StandardCharsets.US_ASCII));
    int arguments = place(numbers(ROW, 1, VARCHAR));
    int result = place(numbers(INTEGER));
    instance.export("setup").apply(name, arguments, result);
    byte[] row =
        ByteBuffer.allocate(6 + code.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 1) // the row is there
            .put((byte) 1) // and so is its text
            .putInt(code.length)
            .put(code)
            .array();
    int answer = (int) instance.export("execute").apply(place(row))[0];
    return answer == 0 ? 1 : instance.memory().readInt(answer + 5); // behind length and presence
  }

  private Ended exit(int code) {
    if (code == OUT_OF_MEMORY || outOfMemory) {
      return memoryUsedUp();
    }
    return new Ended(Reason.EXITED, code, complaint.toString());
  }

  private Ended memoryUsedUp() {
    return new Ended(
        Reason.OOM,
        137,
        "the program needed more than " + (limits.memory() >> 20) + " MiB of memory");
  }

  private static byte[] numbers(int... all) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * all.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int each : all) {
      bytes.putInt(each);
    }
    return bytes.array();
  }

  private int place(byte[] bytes) {
    int at = (int) instance.export("allocate").apply(bytes.length)[0];
    instance.memory().write(at, bytes);
    return at;
  }

  private long[] complain(Instance caller, long... arguments) {
    outOfMemory |= arguments[0] == MEMORY_ERROR;
    complaint.append(caller.memory().readString((int) arguments[1], (int) arguments[2]));
    return new long[0];
  }

  @Override
  public void close() {
    wasi.close();
  }
}
