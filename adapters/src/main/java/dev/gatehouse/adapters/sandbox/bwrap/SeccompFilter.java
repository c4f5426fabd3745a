package dev.gatehouse.adapters.sandbox.bwrap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The filter on system calls, as the kernel's packet-filter machine reads it.
///
/// It lets programs be programs and refuses what reaches for the kernel's rarer parts: new
/// namespaces, mounts, kernel modules, keys, tracing, io_uring, and every kind of socket but the
/// plain ones, which lead nowhere in an empty network namespace. `clone3` hides its flags behind a
/// pointer, so it is said not to exist, and libc uses `clone`, whose flags can be seen.
final class SeccompFilter {

  private static final int LOAD = 0x20;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_AT_LEAST = 0x35;
  private static final int IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int NUMBER = 0;
  private static final int MACHINE = 4;
  private static final int FIRST_ARGUMENT = 16;

  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;
  private static final int NOT_PERMITTED = 0x00050000 | 1;
  private static final int NOT_IMPLEMENTED = 0x00050000 | 38;
  private static final int NO_SUCH_FAMILY = 0x00050000 | 97;

  private static final int NEW_NAMESPACE = 0x7e020000;
  private static final int X32 = 0x40000000;
  private static final int CLONE3 = 435;
  private static final int[] PLAIN_SOCKETS = {1, 2, 10};

  /// What is refused: its name, its number on x86-64, its number on 64-bit ARM.
  private static final String REFUSED =
      """
      unshare 272 97
      setns 308 268
      mount 165 40
      umount2 166 39
      pivot_root 155 41
      chroot 161 51
      bpf 321 280
      add_key 248 217
      request_key 249 218
      keyctl 250 219
      userfaultfd 323 282
      ptrace 101 117
      process_vm_readv 310 270
      process_vm_writev 311 271
      perf_event_open 298 241
      kexec_load 246 104
      kexec_file_load 320 294
      init_module 175 105
      finit_module 313 273
      delete_module 176 106
      open_by_handle_at 304 265
      swapon 167 224
      swapoff 168 225
      reboot 169 142
      syslog 103 116
      acct 163 89
      quotactl 179 60
      fanotify_init 300 262
      clock_settime 227 112
      settimeofday 164 170
      adjtimex 159 171
      clock_adjtime 305 266
      vhangup 153 58
      iopl 172 -
      ioperm 173 -
      modify_ldt 154 -
      uselib 134 -
      io_uring_setup 425 425
      io_uring_enter 426 426
      io_uring_register 427 427
      open_tree 428 428
      move_mount 429 429
      fsopen 430 430
      fsconfig 431 431
      fsmount 432 432
      fspick 433 433
      pidfd_getfd 438 438
      mount_setattr 442 442
      """;

  /// What differs between processors.
  private enum Machine {
    X86_64(1, 0xc000003e, 56, 41),
    AARCH64(2, 0xc00000b7, 220, 198);

    private final int column;
    private final int id;
    private final int fork;
    private final int socket;

    /// @param column where its numbers stand in the table
    /// @param fork the number of `clone`
    Machine(int column, int id, int fork, int socket) {
      this.column = column;
      this.id = id;
      this.fork = fork;
      this.socket = socket;
    }

    private IntStream refused() {
      return REFUSED
          .lines()
          .map(line -> line.split(" ", -1)[column])
          .filter(number -> !number.equals("-"))
          .mapToInt(Integer::parseInt);
    }
  }

  private final List<long[]> instructions = new ArrayList<>();

  private SeccompFilter() {}

  /// {@return the filter for a processor, when it is known}
  ///
  /// @param architecture as Java names it
  static Optional<byte[]> forMachine(String architecture) {
    return switch (architecture) {
      case "amd64" -> Optional.of(new SeccompFilter().build(Machine.X86_64));
      case "aarch64" -> Optional.of(new SeccompFilter().build(Machine.AARCH64));
      default -> Optional.empty();
    };
  }

  private byte[] build(Machine machine) {
    add(LOAD, 0, 0, MACHINE);
    add(IF_EQUAL, 1, 0, machine.id);
    add(RETURN, 0, 0, KILL);
    add(LOAD, 0, 0, NUMBER);
    when(IF_AT_LEAST, X32, NOT_PERMITTED);
    when(IF_EQUAL, CLONE3, NOT_IMPLEMENTED);
    machine.refused().forEach(number -> when(IF_EQUAL, number, NOT_PERMITTED));
    add(IF_EQUAL, 0, 4, machine.fork);
    add(LOAD, 0, 0, FIRST_ARGUMENT);
    when(IF_ANY_BIT, NEW_NAMESPACE, NOT_PERMITTED);
    add(RETURN, 0, 0, ALLOW);
    add(IF_EQUAL, 0, 2 + 2 * PLAIN_SOCKETS.length, machine.socket);
    add(LOAD, 0, 0, FIRST_ARGUMENT);
    for (int family : PLAIN_SOCKETS) {
      when(IF_EQUAL, family, ALLOW);
    }
    add(RETURN, 0, 0, NO_SUCH_FAMILY);
    add(RETURN, 0, 0, ALLOW);
    return bytes();
  }

  private void when(int test, int value, int verdict) {
    add(test, 0, 1, value);
    add(RETURN, 0, 0, verdict);
  }

  private void add(int code, int ifTrue, int ifFalse, int value) {
    instructions.add(new long[] {code, ifTrue, ifFalse, value});
  }

  private byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(8 * instructions.size()).order(ByteOrder.nativeOrder());
    for (long[] each : instructions) {
      bytes.putShort((short) each[0]).put((byte) each[1]).put((byte) each[2]).putInt((int) each[3]);
    }
    return bytes.array();
  }
}
