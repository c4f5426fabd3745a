package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.Sandbox.Language;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The programs that try to break out, and those that try to use too much.
final class ProbeScripts {

  private ProbeScripts() {}

  /// A program that tries to reach a file, a port and an environment that are not its own.
  static String escapes(Language language, Path canary, int port, String more) {
    String name =
        switch (language) {
          case PYTHON -> "probe.py";
          case JAVASCRIPT -> "probe.js";
          case BASH -> "probe.sh";
        };
    return load(name)
        .replace("@CANARY@", canary.toString())
        .replace("@PORT@", Integer.toString(port))
        .replace("@LINUX@", more);
  }

  static String linux() {
    return load("probe-linux.py");
  }

  static String endless(Language language) {
    return switch (language) {
      case PYTHON -> "while True: pass";
      case JAVASCRIPT -> "for (;;) {}";
      case BASH -> "while :; do :; done";
    };
  }

  static String flood(Language language) {
    return switch (language) {
      case PYTHON -> "while True: print('x' * 1000)";
      // console.log keeps what nobody has read yet, and may meet the cap on memory first
      case JAVASCRIPT ->
          "const fs = require('fs'); for (;;) fs.writeSync(1, 'x'.repeat(1000) + '\\n');";
      case BASH -> "while :; do printf '%1000s\\n' x; done";
    };
  }

  static String memory(Language language) {
    return switch (language) {
      case PYTHON -> "x = []\nwhile True: x.append(bytearray(b'x') * (1 << 20))";
      case JAVASCRIPT -> "const x = []; for (;;) x.push(new Uint8Array(1 << 20).fill(1));";
      case BASH -> "x=x; while :; do x=$x$x; done";
    };
  }

  static String disk(Language language) {
    return switch (language) {
      case PYTHON ->
          "with open('probe-disk', 'wb') as file:\n"
              + "  for i in range(64): file.write(bytes(1 << 20))";
      case JAVASCRIPT ->
          "for (let i = 0; i < 64; i++)"
              + " require('fs').appendFileSync('probe-disk', Buffer.alloc(1 << 20));";
      case BASH -> "head -c 67108864 /dev/zero > probe-disk || exit 1; sleep 1";
    };
  }

  /// Prints how many processes could be started.
  static String forks(Language language) {
    return switch (language) {
      case PYTHON ->
          """
          import os, time
          count = 0
          try:
            while count < 300:
              if os.fork() == 0:
                time.sleep(20)
                os._exit(0)
              count += 1
          except OSError:
            pass
          print('FORKS', count, flush=True)
          os._exit(0)
          """;
      case JAVASCRIPT -> "";
      case BASH ->
          "for i in $(seq 300); do sleep 20 & [ $? = 0 ] || break; done 2>/dev/null;"
              + " echo FORKS $(jobs -r | wc -l); exec true";
    };
  }

  /// Leaves a process that belongs to nobody and writes on, then never ends.
  static String orphan(Language language) {
    return switch (language) {
      case PYTHON ->
          """
          import os, time
          if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
              while True:
                with open('probe-tick', 'a') as file: file.write('.')
                time.sleep(0.05)
            os._exit(0)
          while True: time.sleep(1)
          """;
      case JAVASCRIPT -> "";
      case BASH ->
          "setsid bash -c 'while :; do echo . >> probe-tick; sleep 0.05; done' &\n"
              + "while :; do sleep 1; done";
    };
  }

  private static String load(String name) {
    try (InputStream resource = ProbeScripts.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("\"" + name + "\" is not on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new IllegalStateException("\"" + name + "\" cannot be read", broken);
    }
  }
}
