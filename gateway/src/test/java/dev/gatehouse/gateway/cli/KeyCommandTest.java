package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.ApiKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyCommandTest {

  @TempDir private Path folder;

  @Test
  void linesInTheConfigurationLetTheKeyIn() {
    var printed = Typed.in(folder).run("key", "ops").out();

    var yaml = printed.substring(printed.indexOf("auth:"));
    var config = ConfigFile.parse(yaml, "test", Environment.of(_ -> null)).auth().keys();
    var keys =
        ApiKeys.of(
            List.of(
                ApiKey.of("ops", Objects.requireNonNull(config.get("ops")).sha256(), "default")));
    var key = printed.lines().filter(line -> line.startsWith("  gh_")).findFirst().orElseThrow();
    assertThat(keys.find(key.strip())).isPresent();
  }

  @Test
  void programsGetTheKeyAsJson() {
    var json = Json.parse(Typed.in(folder).run("key", "ops", "--json").out());

    assertThat(json.at("key").flatMap(Json::text)).get().asString().startsWith("gh_");
    assertThat(json.at("sha256").flatMap(Json::text)).get().asString().hasSize(64);
  }
}
