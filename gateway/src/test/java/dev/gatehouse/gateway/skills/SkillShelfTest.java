package dev.gatehouse.gateway.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.skills.Skill.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkillShelfTest {

  @TempDir private Path temp;
  private Path dir = Path.of("");

  @BeforeEach
  void fill() throws IOException {
    dir = Files.createDirectories(temp.resolve("skills"));
    write("critic.md", "---\ndescription: Finds faults\nmax_turns: 3\n---\nYou find faults.");
    write("forms/SKILL.md", "---\nname: forms\ndescription: Fills forms\n---\nFill them.");
    write("forms/references/a.md", "Field by field.");
    write("README.md", "No skill.");
    write("notes.txt", "No skill.");
    Files.createDirectories(dir.resolve("empty"));
  }

  private void write(String file, String text) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void filesAreAgentsAndFoldersArePackages() {
    var shelf = SkillShelf.open(dir);

    assertThat(shelf.all()).extracting(Skill::name).containsExactly("critic", "forms");
    var critic = shelf.find("critic").orElseThrow();
    assertThat(critic.kind()).isEqualTo(Kind.AGENT);
    assertThat(critic.body()).isEqualTo("You find faults.");
    assertThat(critic.settings().maxTurns()).hasValue(3);
    assertThat(shelf.find("forms").orElseThrow().kind()).isEqualTo(Kind.PACKAGE);
    assertThat(shelf.files("forms")).containsExactly("references/a.md");
    assertThat(shelf.file("forms", "references/a.md")).isEqualTo("Field by field.");
  }

  @Test
  void changeIsSeenAtTheNextLook() throws IOException {
    var shelf = SkillShelf.open(dir);

    write("critic.md", "You find faults, and mend them.");
    write("added.md", "New.");
    Files.delete(dir.resolve("forms/SKILL.md"));

    assertThat(shelf.find("critic").orElseThrow().body()).contains("mend them");
    assertThat(shelf.all()).extracting(Skill::name).containsExactly("added", "critic");
    assertThat(shelf.find("forms")).isEmpty();
  }

  @Test
  void changeOfTheSameSizeWithinATickOfTheFileSystemsClockIsSeen() throws IOException {
    write("critic.md", "You praise.");
    Path file = dir.resolve("critic.md");
    FileTime tick = Files.getLastModifiedTime(file);
    var shelf = SkillShelf.open(dir);

    write("critic.md", "You scold!!");
    Files.setLastModifiedTime(file, tick);

    assertThat(shelf.find("critic").orElseThrow().body()).isEqualTo("You scold!!");

    write("critic.md", "You doubt..");
    Files.setLastModifiedTime(file, tick);

    assertThat(shelf.all().getFirst().body()).isEqualTo("You doubt..");
  }

  @Test
  void lastGoodVersionStaysWhenTheNewOneIsBroken() throws IOException {
    var shelf = SkillShelf.open(dir);

    write("critic.md", "---\nmax_turns: lots\n---\nBroken.");
    write("fresh.md", "---\nmax_turns: lots\n---\nBroken from the start.");

    assertThat(shelf.find("critic").orElseThrow().body()).isEqualTo("You find faults.");
    assertThat(shelf.find("fresh")).isEmpty();

    write("critic.md", "Mended.");

    assertThat(shelf.find("critic").orElseThrow().body()).isEqualTo("Mended.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.md | ---\\nmax_turns: x\\n---\\nb | a.md: line 2: max-turns",
        "a.md | ---\\nname: other\\n---\\nb | must be \"a\"",
        "a.md | ---\\nmodel: x/y\\n---\\n | nothing stands below",
        "a/SKILL.md | ---\\nname: a\\n---\\nb | a/SKILL.md: line 1: description: is missing"
      })
  void brokenSkillIsSaidAtTheStart(String file, String text, String message) throws IOException {
    write(file, text.replace("\\n", "\n"));

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SkillShelf.open(dir))
        .withMessageContaining(message);
  }

  @Test
  void missingFolderIsSaidAtTheStart() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SkillShelf.open(temp.resolve("nowhere")))
        .withMessageContaining("nowhere");
  }

  @Test
  void linksAreNoSkills() throws IOException {
    Files.writeString(temp.resolve("secret.md"), "secret");
    Files.createDirectories(temp.resolve("elsewhere"));
    Files.writeString(temp.resolve("elsewhere/SKILL.md"), "---\ndescription: d\n---\nsecret");
    Files.createSymbolicLink(dir.resolve("linked.md"), temp.resolve("secret.md"));
    Files.createSymbolicLink(dir.resolve("away"), temp.resolve("elsewhere"));
    Files.createSymbolicLink(dir.resolve("forms/out.md"), temp.resolve("secret.md"));

    var shelf = SkillShelf.open(dir);

    assertThat(shelf.all()).extracting(Skill::name).containsExactly("critic", "forms");
    assertThat(shelf.find("linked")).isEmpty();
    assertThat(shelf.find("away")).isEmpty();
    assertThat(shelf.files("forms")).containsExactly("references/a.md");
    assertThatExceptionOfType(SkillException.class)
        .isThrownBy(() -> shelf.file("forms", "out.md"))
        .withMessageContaining("no plain file");
  }

  @Test
  void nameIsFoundWhateverItsCaseAndComposition() throws IOException {
    write("forms/R\u00e9sum\u00e9.md", "composed");
    var shelf = SkillShelf.open(dir);

    assertThat(shelf.file("forms", "re\u0301sume\u0301.MD")).isEqualTo("composed");
    assertThat(shelf.file("forms", "REFERENCES/A.md")).isEqualTo("Field by field.");
  }

  @Test
  void nameThatCouldBeTwoIsNone() throws IOException {
    write("forms/A.md", "one");
    write("forms/a.MD", "two");
    var shelf = SkillShelf.open(dir);

    assertThat(shelf.file("forms", "A.md")).isEqualTo("one");
    assertThatExceptionOfType(SkillException.class)
        .isThrownBy(() -> shelf.file("forms", "a.md"))
        .withMessageContaining("there is no");
  }

  @Test
  void whatIsNoTextOrTooLargeIsRefused() throws IOException {
    Files.write(dir.resolve("forms/picture.png"), new byte[] {(byte) 0x89, 'P', (byte) 0xff});
    Files.write(dir.resolve("forms/large.txt"), new byte[ConfinedFolder.MAX_FILE + 1]);
    var shelf = SkillShelf.open(dir);

    assertThatExceptionOfType(SkillException.class)
        .isThrownBy(() -> shelf.file("forms", "picture.png"))
        .withMessageContaining("is no text");
    assertThatExceptionOfType(SkillException.class)
        .isThrownBy(() -> shelf.file("forms", "large.txt"))
        .withMessageContaining("more than 1048576 bytes");
  }
}
