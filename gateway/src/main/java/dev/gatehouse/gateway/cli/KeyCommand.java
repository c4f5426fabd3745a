package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.talk.UsageException;
import dev.gatehouse.protocols.http.ApiKeys;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gatehouse key NAME`: a new API key.
@Command(
    name = "key",
    description = "Make an API key: print it once, and the line that lets it in.")
final class KeyCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();

  @Parameters(paramLabel = "NAME", description = "What the key is called in the configuration.")
  private String name = "";

  KeyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var key = minted();
    var out = shell.out();
    if (shared.json()) {
      out.println(
          Json.object()
              .put("name", key.name())
              .put("key", key.key())
              .put("sha256", key.sha256())
              .put("config", key.configLine())
              .build());
      return 0;
    }
    out.println("The key, shown this once:");
    out.println();
    out.println("  " + key.key());
    out.println();
    out.println("Put this into gatehouse.yaml and restart the server:");
    out.println();
    out.println("auth:");
    out.println("  keys:");
    out.println("    " + key.configLine());
    return 0;
  }

  private ApiKeys.MintedKey minted() {
    try {
      return ApiKeys.mint(name, new SecureRandom());
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
    }
  }
}
