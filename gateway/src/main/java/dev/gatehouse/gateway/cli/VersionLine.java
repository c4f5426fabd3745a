package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Version;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class VersionLine implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"Gatehouse " + Version.current()};
  }
}
