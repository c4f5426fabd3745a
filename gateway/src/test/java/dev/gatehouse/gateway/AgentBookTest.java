package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.gateway.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentBookTest {

  record FsRead(String path) {}

  record FsWrite(String path) {}

  record Search(String text) {}

  private static final List<Tool> TOOLS =
      List.of(
          RecordTool.of(FsRead.class, (_, _) -> Json.NULL),
          RecordTool.of(FsWrite.class, (_, _) -> Json.NULL),
          RecordTool.of(Search.class, (_, _) -> Json.NULL));

  private static final ToolShelf SHELF =
      new ToolShelf(
          TOOLS,
          List.of(),
          Map.of(),
          Redaction.of(
              dev.gatehouse.gateway.config.GatehouseConfig.STANDARD,
              dev.gatehouse.gateway.config.Environment.ofProcess()));

  private static List<String> tools(String... wanted) {
    return SHELF.expanded(SHELF.wanted("clerk", Optional.of(List.of(wanted)))).stream()
        .distinct()
        .toList();
  }

  @Test
  void globsChooseTools() {
    assertThat(tools("search", "fs_*")).containsExactly("search", "fs_read", "fs_write");
    assertThat(tools("*_read", "fs_*")).containsExactly("fs_read", "fs_write");
    assertThat(tools()).isEmpty();
    assertThat(SHELF.expanded(SHELF.wanted("clerk", Optional.empty()))).hasSize(3);
  }

  @Test
  void entryThatMatchesNothingIsAMistake() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> tools("fs"))
        .withMessageContaining("agents.clerk.tools: \"fs\" matches no tool");
  }
}
