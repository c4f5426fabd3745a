package dev.gatehouse.adapters.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.delivery.FolderChannel.Manner;
import dev.gatehouse.core.spi.DeliveryChannel.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderChannelTest {

  @TempDir private Path folder;

  private List<Receipt> write(String name, Manner manner, String text) {
    var channel = FolderChannel.into(folder.resolve("out"), _ -> name, manner);
    return Letters.send(channel, Letters.saying(text));
  }

  private List<String> files() throws IOException {
    try (var all = Files.list(folder.resolve("out"))) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void aFileIsReplacedWhole() throws IOException {
    write("a.md", Manner.REPLACE, "one, which is longer");
    write("a.md", Manner.REPLACE, "two");

    assertThat(Files.readString(folder.resolve("out/a.md"))).isEqualTo("two\n");
    assertThat(files()).containsExactly("a.md");
  }

  @Test
  void aFileGrowsAtItsEndAndSaysWhatEachPieceIs() throws IOException {
    write("log.txt", Manner.APPEND, "one");
    write("log.txt", Manner.APPEND, "two");

    assertThat(Files.readString(folder.resolve("out/log.txt")))
        .isEqualTo(
            """
            --- 2026-05-04T07:00:00Z run.completed dlv_1
            one

            --- 2026-05-04T07:00:00Z run.completed dlv_1
            two

            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/etc/x", "..", "", "a\\b", "a\u0000b", "....//x", ".hidden"})
  void noNameLeadsOutOfTheFolder(String name) throws IOException {
    assertThat(write(name, Manner.REPLACE, "text")).containsExactly(new Receipt.Delivered());

    assertThat(files()).singleElement().asString().doesNotStartWith(".").doesNotContain("/");
    try (var beside = Files.list(folder)) {
      assertThat(beside).hasSize(1);
    }
  }

  @Test
  void aLinkIsReplacedOrRefusedButNeverFollowed() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "mine");
    Files.createDirectories(folder.resolve("out"));
    Files.createSymbolicLink(folder.resolve("out/a"), outside);
    Files.createSymbolicLink(folder.resolve("out/b"), outside);

    assertThat(write("a", Manner.REPLACE, "text")).containsExactly(new Receipt.Delivered());
    assertThat(write("b", Manner.APPEND, "text").getFirst()).isInstanceOf(Receipt.Later.class);

    assertThat(Files.readString(outside)).isEqualTo("mine");
    assertThat(Files.isSymbolicLink(folder.resolve("out/a"))).isFalse();
  }

  @Test
  void aFolderThatCannotBeIsFoundAtOnce() throws IOException {
    Files.writeString(folder.resolve("out"), "a file");

    assertThatThrownBy(() -> write("a", Manner.REPLACE, "text"))
        .isInstanceOf(UncheckedIOException.class);
  }
}
