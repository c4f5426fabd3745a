package dev.gatehouse.gateway.skills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.random.Draw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Reads 5,000 hostile paths while somebody else swaps files and folders for links as fast as the
/// system allows.
class TraversalTest {

  private static final int PATHS = 5_000;
  private static final String SECRET = "the secret outside";

  private static final List<String> PIECES =
      List.of(
          "..",
          ".",
          "",
          "a.md",
          "sub",
          "sub/b.md",
          "flip",
          "flip/b.md",
          "turn.md",
          "link",
          "~",
          "..%2f",
          "%2e%2e",
          "..\\",
          "\\..\\secret",
          "．．",
          "..\u0000",
          "secret",
          "../secret",
          "../../secret",
          "/etc/passwd",
          "C:",
          "C:\\secret",
          "CON",
          "nul.txt",
          "a.md:$DATA",
          "LPT1 .md",
          "file:///etc/passwd",
          "SUB",
          "B.MD",
          "\u202e",
          "..;",
          "....//",
          ".hidden",
          "sub/.",
          "sub/..",
          " ..",
          ".. ",
          "...",
          "pipe",
          "other/OTHER.md",
          "SKILL.md");

  @TempDir private Path temp;
  private Path pack = Path.of("");

  @BeforeEach
  void fill() throws IOException, InterruptedException {
    pack = Files.createDirectories(temp.resolve("skills/pack"));
    Files.writeString(pack.resolve("SKILL.md"), "---\ndescription: d\n---\nInstructions.");
    Files.writeString(pack.resolve("a.md"), "inside");
    Files.writeString(pack.resolve(".hidden"), "inside");
    Files.createDirectories(pack.resolve("sub"));
    Files.writeString(pack.resolve("sub/b.md"), "inside");
    Files.createDirectories(temp.resolve("skills/other"));
    Files.writeString(temp.resolve("skills/other/OTHER.md"), SECRET);
    Files.writeString(temp.resolve("skills/secret"), SECRET);
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("secret"), SECRET);
    Files.writeString(outside.resolve("b.md"), SECRET);
    Files.createSymbolicLink(pack.resolve("link"), outside);
    new ProcessBuilder("mkfifo", pack.resolve("pipe").toString()).start().waitFor();
  }

  @Test
  @Timeout(120)
  void nothingOutsideIsEverRead() throws IOException, InterruptedException {
    var shelf = SkillShelf.open(temp.resolve("skills"));
    var stop = new AtomicBoolean();
    var swaps = new AtomicInteger();
    Thread swapper = Thread.ofPlatform().start(() -> swap(stop, swaps));
    int read = 0;
    int refused = 0;
    try {
      for (int seed = 1; seed <= PATHS; seed++) {
        String path = path(new Draw(seed));
        try {
          assertThat(shelf.file("pack", path)).as(path).isNotEqualTo(SECRET);
          read++;
        } catch (SkillException _) {
          refused++;
        }
      }
    } finally {
      stop.set(true);
      swapper.join();
    }

    // How many of the readings succeed beside the swapper is up to the file system.
    assertThat(read).isPositive();
    assertThat(refused).isGreaterThan(1_000);
    assertThat(swaps.get()).isPositive();
    assertThat(List.of("a.md", "sub/b.md", "SUB/B.MD"))
        .allSatisfy(path -> assertThat(shelf.file("pack", path)).isEqualTo("inside"));
  }

  private static String path(Draw draw) {
    // Every other path aims straight at what is being swapped.
    if (draw.chance(0.5)) {
      return draw.oneOf(List.of("flip/b.md", "turn.md", "flip/../flip/b.md", "sub/b.md", "a.md"));
    }
    var path = new StringBuilder(draw.oneOf(PIECES));
    for (int more = draw.below(4); more > 0; more--) {
      path.append('/').append(draw.oneOf(PIECES));
    }
    return path.toString();
  }

  /// Replaces a folder and a file by links to the outside, and back, each by one rename.
  private void swap(AtomicBoolean stop, AtomicInteger swaps) {
    try {
      while (!stop.get()) {
        Path folder = Files.createDirectories(temp.resolve("made"));
        Files.writeString(folder.resolve("b.md"), "inside");
        Files.move(folder, pack.resolve("flip"));
        place("turn.md", Files.writeString(temp.resolve("made.md"), "inside"));
        Files.move(pack.resolve("flip"), temp.resolve("old"));
        Files.createSymbolicLink(pack.resolve("flip"), temp.resolve("outside"));
        place(
            "turn.md",
            Files.createSymbolicLink(temp.resolve("made.md"), temp.resolve("outside/secret")));
        Files.delete(pack.resolve("flip"));
        Files.delete(temp.resolve("old/b.md"));
        Files.delete(temp.resolve("old"));
        swaps.incrementAndGet();
      }
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private void place(String name, Path made) throws IOException {
    Files.move(
        made,
        pack.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
