package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InitCommandTest {

  @TempDir private Path folder;

  @Test
  void projectHasAConfigurationThatServes() {
    var result = Typed.in(folder).run("init", "shop");

    var config = ConfigFile.read(folder.resolve("shop/gatehouse.yaml"), Environment.of(_ -> null));
    assertThat(result.code()).isZero();
    assertThat(config.defaultAgent()).contains("assistant");
  }

  @Test
  void projectSaysItsNameAndIgnoresItsData() throws IOException {
    Typed.in(folder).run("init", "shop");

    assertThat(Files.readString(folder.resolve("shop/README.md"))).startsWith("# shop");
    assertThat(Files.readString(folder.resolve("shop/.gitignore"))).contains(".gatehouse/");
  }

  @Test
  void whatLiesInItsFoldersWorks() {
    Typed.in(folder).run("init", "shop");
    var shop = folder.resolve("shop");

    var run =
        Typed.in(shop)
            .run("workflow", "run", "workflows/polish.yaml", "--input", "{\"topic\": \"tea\"}");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isNotBlank();
    assertThat(shop.resolve("skills/critic.md")).isNotEmptyFile();
    assertThat(shop.resolve("agents/Assistant.java")).isNotEmptyFile();
  }

  @Test
  void folderWithSomethingInItIsLeftAlone() throws IOException {
    Files.createDirectories(folder.resolve("shop"));
    Files.writeString(folder.resolve("shop/mine.txt"), "mine");

    var result = Typed.in(folder).run("init", "shop");

    assertThat(result.code()).isEqualTo(2);
    assertThat(folder.resolve("shop/gatehouse.yaml")).doesNotExist();
  }

  @Test
  void nameCannotLeaveTheFolder() {
    assertThat(Typed.in(folder).run("init", "../shop").code()).isEqualTo(2);
  }
}
