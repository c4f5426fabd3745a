package dev.gatehouse.gateway.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var packaged = Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
    return new String[] {"Gatehouse " + packaged.orElse("(unpackaged)")};
  }
}
