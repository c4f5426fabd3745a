package dev.gatehouse.gateway;

/// Which release this is.
public final class Version {

  private Version() {}

  /// {@return the version of the jar, or `development` when there is none}
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
