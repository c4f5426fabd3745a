package dev.gatehouse.adapters.sandbox.bwrap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /// Numbers that are the same everywhere: io_uring, the new mount calls, pidfd_getfd.
  private static final int[] EVERYWHERE = {425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442};

  /// What differs between processors.
  ///
  /// @param fork the number of `clone`
  /// @param socket the number of `socket`
  /// @param refused the numbers of what is refused
  private record Machine(int id, int fork, int socket, int... refused) {

    /// In the order: unshare setns mount umount2 pivot_root chroot bpf add_key request_key keyctl
    /// userfaultfd ptrace process_vm_readv process_vm_writev perf_event_open kexec_load
    /// kexec_file_load init_module finit_module delete_module open_by_handle_at swapon swapoff
    /// reboot syslog acct quotactl fanotify_init clock_settime settimeofday adjtimex clock_adjtime
    /// vhangup, then what only the first one has: iopl ioperm modify_ldt uselib.
    private static final Machine X86_64 =
        new Machine(
            0xc000003e,
            56,
            41,
            272,
            308,
            165,
            166,
            155,
            161,
            321,
            248,
            249,
            250,
            323,
            101,
            310,
            311,
            298,
            246,
            320,
            175,
            313,
            176,
            304,
            167,
            168,
            169,
            103,
            163,
            179,
            300,
            227,
            164,
            159,
            305,
            153,
            172,
            173,
            154,
            134);

    private static final Machine AARCH64 =
        new Machine(
            0xc00000b7,
            220,
            198,
            97,
            268,
            40,
            39,
            41,
            51,
            280,
            217,
            218,
            219,
            282,
            117,
            270,
            271,
            241,
            104,
            294,
            105,
            273,
            106,
            265,
            224,
            225,
            142,
            116,
            89,
            60,
            262,
            112,
            170,
            171,
            266,
            58);
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
    add(IF_EQUAL, 1, 0, machine.id());
    add(RETURN, 0, 0, KILL);
    add(LOAD, 0, 0, NUMBER);
    when(IF_AT_LEAST, X32, NOT_PERMITTED);
    when(IF_EQUAL, CLONE3, NOT_IMPLEMENTED);
    for (int number : machine.refused()) {
      when(IF_EQUAL, number, NOT_PERMITTED);
    }
    for (int number : EVERYWHERE) {
      when(IF_EQUAL, number, NOT_PERMITTED);
    }
    add(IF_EQUAL, 0, 4, machine.fork());
    add(LOAD, 0, 0, FIRST_ARGUMENT);
    when(IF_ANY_BIT, NEW_NAMESPACE, NOT_PERMITTED);
    add(RETURN, 0, 0, ALLOW);
    add(IF_EQUAL, 0, 2 + 2 * PLAIN_SOCKETS.length, machine.socket());
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
