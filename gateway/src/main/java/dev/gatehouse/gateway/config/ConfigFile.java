package dev.gatehouse.gateway.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Reads `gatehouse.yaml`.
public final class ConfigFile {

  private ConfigFile() {}

  /// Reads a file in UTF-8.
  ///
  /// @throws ConfigException with everything that is wrong with it
  public static GatehouseConfig read(Path file, Environment environment) {
    return parse(text(file), file.getFileName().toString(), environment);
  }

  /// Reads a text.
  ///
  /// @param source what errors call it
  /// @throws ConfigException with everything that is wrong with it
  public static GatehouseConfig parse(String yaml, String source, Environment environment) {
    var errors = new ConfigErrors();
    var file = YamlSource.read(yaml, environment, errors);
    var config =
        file.flatMap(root -> new ConfigDecoder(errors).decode(GatehouseConfig.class, root, ""));
    if (config.isPresent() && file.isPresent()) {
      new ConfigChecks(config.get(), file.get(), errors).run();
    }
    if (config.isEmpty() || !errors.isEmpty()) {
      throw errors.asException(source);
    }
    return config.get();
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > YamlSource.MAX_SIZE) {
        throw unreadable(
            file, "is larger than " + YamlSource.MAX_SIZE + " bytes; split it or shorten it");
      }
      return Files.readString(file);
    } catch (NoSuchFileException missing) {
      throw unreadable(file, "does not exist; name another with --config or run `gatehouse init`");
    } catch (CharacterCodingException binary) {
      throw unreadable(file, "is not UTF-8 text");
    } catch (IOException broken) {
      throw unreadable(file, "cannot be read: " + broken.getMessage());
    }
  }

  private static ConfigException unreadable(Path file, String why) {
    return new ConfigException(
        file.toAbsolutePath().normalize().toString(), List.of(new ConfigError(0, "", why)));
  }
}
