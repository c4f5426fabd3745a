package dev.gatehouse.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.spi.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedBoxTest {

  private final SecureRandom random = new SecureRandom();
  private final byte[] key = random.generateSeed(32);
  private final SealedBox box = new SealedBox(key, random);

  @Test
  void sealedTextOpensForItsOwner() {
    byte[] sealed = box.seal("sk-ünï", "sess_1");

    assertThat(box.open(sealed, "sess_1")).contains("sk-ünï");
    assertThat(new SealedBox(key, random).open(sealed, "sess_1")).contains("sk-ünï");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("sk-");
  }

  @Test
  void nobodyElseOpensIt() {
    byte[] sealed = box.seal("sk-1", "sess_1");

    assertThat(box.open(sealed, "sess_2")).isEmpty();
    assertThat(new SealedBox(random.generateSeed(32), random).open(sealed, "sess_1")).isEmpty();
  }

  @Test
  void everyChangedByteIsNoticed() {
    byte[] sealed = box.seal("sk-1", "sess_1");

    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(box.open(changed, "sess_1")).as("byte %s", i).isEmpty();
      assertThat(box.open(Arrays.copyOf(sealed, i), "sess_1")).as("cut at %s", i).isEmpty();
    }
  }

  @Test
  void sameTextIsSealedDifferentlyEachTime() {
    assertThat(box.seal("sk-1", "sess_1")).isNotEqualTo(box.seal("sk-1", "sess_1"));
  }

  @Test
  void keyOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> new SealedBox(new byte[16], random)).hasMessageContaining("32 bytes");
  }

  @Test
  void keyFileIsMadeOnceForItsOwnerAlone(@TempDir Path folder) throws IOException {
    var file = folder.resolve("seal.key");

    byte[] made = KeyFile.readOrCreate(file, random);

    assertThat(KeyFile.readOrCreate(file, random)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
  }

  @Test
  void damagedOrOpenKeyFileIsRefused(@TempDir Path folder) throws IOException {
    var file = folder.resolve("seal.key");
    KeyFile.readOrCreate(file, random);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> KeyFile.readOrCreate(file, random))
        .isInstanceOf(StoreException.class)
        .hasRootCauseMessage(file + ": others may read it; run: chmod 600 " + file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "short");
    assertThatThrownBy(() -> KeyFile.readOrCreate(file, random)).isInstanceOf(StoreException.class);
  }
}
