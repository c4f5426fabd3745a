package dev.gatehouse.adapters.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Finds files that take up less than they pretend to. Java cannot ask, so libc is asked.
final class Holes {

  private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");
  private static final int READ_NO_FOLLOW_CLOSE_ON_EXEC = 0x20000 | 0x80000;
  private static final int SEEK_HOLE = 4;

  private Holes() {}

  /// The functions, looked up when the first file is judged.
  private static final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN =
        function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SEEK =
        function(
            "lseek",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
        function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    @SuppressWarnings("restricted") // the launcher grants native access
    private static MethodHandle function(
        String name, FunctionDescriptor type, Linker.Option... options) {
      return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }
  }

  /// {@return whether the file has a hole; systems that cannot tell say no}
  static boolean in(Path file, long size) {
    return LINUX && size > 0 && firstHole(file) < size;
  }

  private static long firstHole(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file.toString());
      int descriptor = (int) Libc.OPEN.invokeExact(path, noFollow());
      if (descriptor < 0) {
        return Long.MAX_VALUE; // whoever reads it will be told why
      }
      long hole = (long) Libc.SEEK.invokeExact(descriptor, 0L, SEEK_HOLE);
      int _ = (int) Libc.CLOSE.invokeExact(descriptor);
      return hole < 0 ? Long.MAX_VALUE : hole;
    } catch (Throwable impossible) {
      throw new IllegalStateException("libc could not be called", impossible);
    }
  }

  /// The flags differ between processors.
  private static int noFollow() {
    return System.getProperty("os.arch", "").equals("aarch64")
        ? 0x8000 | 0x80000
        : READ_NO_FOLLOW_CLOSE_ON_EXEC;
  }
}
