package dev.gatehouse.adapters.sandbox.bwrap;

import dev.gatehouse.adapters.sandbox.process.Account;
import dev.gatehouse.adapters.sandbox.process.Interpreters;
import dev.gatehouse.adapters.sandbox.process.Lifeline;
import dev.gatehouse.core.spi.Sandbox.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is typed to start a program under bubblewrap.
///
/// A shell with a fixed script stands in front: only a shell can hand on open files, and the filter
/// and the program travel as such. When the gateway is root, that shell also mounts the work folder
/// where the lesser account can reach it, in a mount namespace of its own, and then drops root.
///
/// @param mount where the work folder is mounted then
/// @param lifeline what it dies with; bubblewrap's own comes too late for a gateway that is killed
///   before bubblewrap has begun
record BwrapCommand(Account account, Path mount, Lifeline lifeline) {

  private static final int FILTER = 8; // a plain shell knows one digit only
  private static final int PROGRAM = 9;
  private static final String OPEN =
      "unset PWD OLDPWD; f=$1; p=$2; shift 2; exec \"$@\" "
          + FILTER
          + "<\"$f\" "
          + PROGRAM
          + "<\"$p\"";
  private static final String MOUNT = "mount --bind \"$1\" \"$2\" || exit 125; shift 2; " + OPEN;

  /// Where the program lies in its sandbox.
  static final String FILE = "/program/main";

  /// @param inner what runs in the sandbox
  List<String> of(Path work, Path filter, Path program, Limits limits, List<String> inner) {
    List<String> command = new ArrayList<>();
    if (account.isRoot()) {
      command.addAll(List.of("unshare", "--mount", "--propagation", "private", "--"));
      command.addAll(List.of("sh", "-c", MOUNT, "sh", work.toString(), mount.toString()));
    } else {
      command.addAll(List.of("sh", "-c", OPEN, "sh"));
    }
    command.addAll(List.of(filter.toString(), program.toString()));
    if (account.isRoot()) {
      String nobody = Integer.toString(Account.NOBODY);
      command.addAll(
          lifeline.before(List.of("--reuid", nobody, "--regid", nobody, "--clear-groups")));
    } else {
      command.addAll(lifeline.before(List.of()));
    }
    command.addAll(bwrap(account.isRoot() ? mount : work, limits));
    command.addAll(inner);
    return command;
  }

  private static List<String> bwrap(Path work, Limits limits) {
    List<String> bwrap = new ArrayList<>(List.of("bwrap"));
    // Nothing shared, nothing kept, and dead when the gateway is.
    add(bwrap, "--unshare-user --unshare-ipc --unshare-pid --unshare-net --unshare-uts");
    add(bwrap, "--unshare-cgroup-try --disable-userns --die-with-parent --new-session");
    add(bwrap, "--cap-drop ALL --clearenv --hostname sandbox");
    add(bwrap, "--seccomp " + FILTER);
    // The programs of this machine, to read; of /etc only what they cannot start without.
    add(bwrap, "--ro-bind /usr /usr");
    for (String name : List.of("bin", "sbin", "lib", "lib32", "lib64")) {
      folder(bwrap, Path.of("/", name));
    }
    for (String name : List.of("alternatives", "ld.so.cache", "ssl/openssl.cnf", "mime.types")) {
      add(bwrap, "--ro-bind-try /etc/" + name + " /etc/" + name);
    }
    add(bwrap, "--proc /proc --dev /dev");
    // What is in memory counts little, so there is little of it.
    String size = Long.toString(Math.min(limits.folder(), limits.memory() / 4));
    add(bwrap, "--size " + size + " --tmpfs /dev/shm --size " + size + " --tmpfs /tmp");
    bwrap.addAll(List.of("--bind", work.toString(), "/work", "--chdir", "/work"));
    add(bwrap, "--perms 0444 --ro-bind-data " + PROGRAM + " " + FILE);
    add(bwrap, "--remount-ro /dev --remount-ro /");
    add(bwrap, "--setenv PATH " + Interpreters.PATH);
    add(bwrap, "--setenv HOME /work --setenv LANG C.UTF-8 --setenv TZ UTC");
    bwrap.add("--");
    return bwrap;
  }

  private static void add(List<String> command, String words) {
    command.addAll(List.of(words.split(" ", -1)));
  }

  /// These are links into `/usr` on some systems and folders on others.
  private static void folder(List<String> command, Path path) {
    if (Files.isSymbolicLink(path)) {
      command.addAll(List.of("--symlink", "usr/" + path.getFileName(), path.toString()));
    } else if (Files.isDirectory(path)) {
      command.addAll(List.of("--ro-bind", path.toString(), path.toString()));
    }
  }
}
