package dev.gatehouse.adapters.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkFilesTest {

  @TempDir private Path folder;

  private String refusal(String place) throws IOException {
    return Optional.ofNullable(WorkFiles.list(folder).get(place)).orElseThrow().refusal();
  }

  @Test
  void plainFilesAreFoundAndRead() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/out.txt"), "result");

    assertThat(refusal("a/b/out.txt")).isEmpty();
    assertThat(WorkFiles.read(folder, "a/b/out.txt")).asString().isEqualTo("result");
  }

  @Test
  void linkIsNotFollowedEvenIfItLooksLikeAResult() throws IOException {
    Files.createSymbolicLink(folder.resolve("out.txt"), Path.of("/etc/passwd"));

    assertThat(refusal("out.txt")).isEqualTo("a symbolic link");
    assertThatThrownBy(() -> WorkFiles.read(folder, "out.txt")).isInstanceOf(IOException.class);
  }

  @Test
  void folderThatBecameALinkIsNotFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("etc"), Path.of("/etc"));

    assertThat(WorkFiles.list(folder)).containsOnlyKeys("etc");
    assertThatThrownBy(() -> WorkFiles.read(folder, "etc/passwd")).isInstanceOf(IOException.class);
  }

  @Test
  void fileWithASecondNameIsRefused() throws IOException {
    Files.writeString(folder.resolve("one"), "x");
    Files.createLink(folder.resolve("two"), folder.resolve("one"));

    assertThat(refusal("one")).isEqualTo("a file with several names");
  }

  @Test
  void socketIsRefused() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));

      assertThat(refusal("s")).isEqualTo("a device, pipe or socket");
    }
  }

  @Test
  void fileWithHolesIsRefused() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("holes").toFile(), "rw")) {
      file.setLength(1 << 20);
    }

    assertThat(refusal("holes")).isEqualTo("a sparse file");
    assertThatThrownBy(() -> WorkFiles.read(folder, "holes")).hasMessageContaining("sparse");
  }

  @Test
  void fileThatIsTooLargeStaysWhereItIs() throws IOException {
    Files.write(folder.resolve("big"), new byte[(int) WorkFiles.MOST_BYTES + 1]);

    assertThat(refusal("big")).isEqualTo("larger than 10 MiB");
  }

  @Test
  void folderIsRemovedWithoutFollowingLinks() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "x");
    Path inside = Files.createDirectories(folder.resolve("workspaces/sess_1"));
    Files.createSymbolicLink(inside.resolve("link"), outside);

    int removed = new Workspaces(folder.resolve("workspaces")).sweep(_ -> false);

    assertThat(removed).isEqualTo(1);
    assertThat(inside).doesNotExist();
    assertThat(outside.resolve("precious")).exists();
  }

  @Test
  void sessionWithAFunnyIdGetsNoFolder() {
    Workspaces workspaces = new Workspaces(folder);

    assertThatThrownBy(() -> workspaces.open("../x")).isInstanceOf(IllegalArgumentException.class);
  }
}
