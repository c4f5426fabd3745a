package dev.gatehouse.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolNamesTest {

  @Test
  void allowedNameStaysAsItIs() {
    assertThat(names("search_web-2").wire("search_web-2")).isEqualTo("search_web-2");
  }

  @Test
  void foreignNamesComeBackAndStayApart() {
    var names = names("fs.read", "fs/read", "fs:read", "fs_read");

    var wire = Stream.of("fs.read", "fs/read", "fs:read", "fs_read").map(names::wire).toList();

    assertThat(wire).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-zA-Z0-9_-]{1,64}"));
    assertThat(wire.stream().map(names::original))
        .containsExactly("fs.read", "fs/read", "fs:read", "fs_read");
  }

  @Test
  void longNamesAreCutAndStayApart() {
    String first = "tool-".repeat(20) + "a";
    String second = "tool-".repeat(20) + "b";
    var names = names(first, second);

    assertThat(names.wire(first)).hasSize(64).isNotEqualTo(names.wire(second));
    assertThat(names.original(names.wire(second))).isEqualTo(second);
  }

  @Test
  void nameLooksTheSameWhateverElseIsOffered() {
    assertThat(names("a.b").wire("a.b")).isEqualTo(names("x", "y.z", "a.b").wire("a.b"));
    assertThat(names().wire("a.b")).isEqualTo(names("a.b").wire("a.b"));
  }

  @Test
  void toolThatIsCalledLikeARewrittenOneKeepsItsName() {
    String rewritten = names("a.b").wire("a.b");
    var names = names("a.b", rewritten);

    assertThat(names.original(names.wire("a.b"))).isEqualTo("a.b");
    assertThat(names.original(names.wire(rewritten))).isEqualTo(rewritten);
  }

  private static ToolNames names(String... names) {
    List<ToolSpec> tools =
        Stream.of(names).map(name -> new ToolSpec(name, "", Json.object().build())).toList();
    return ToolNames.of(tools, 64);
  }
}
