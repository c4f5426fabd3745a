package dev.gatehouse.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ConfigSchemaTest {

  private final NetworkntValidator validator = new NetworkntValidator();

  @Test
  void schemaIsSound() {
    assertThat(validator.check(ConfigSchema.json())).isEmpty();
  }

  @Test
  void documentedSampleIsValidBeforeVariablesAreExpanded() {
    assertThat(validator.validate(ConfigSchema.json(), json(ConfigFileTest.SAMPLE))).isEmpty();
  }

  @Test
  void variablesMayStandForNumbersAndWords() {
    var yaml =
        "server: {port: '${PORT:1}', idle-timeout: '${T}', on-disconnect: '${D}', max-body:"
            + " '${B}'}";

    assertThat(validator.validate(ConfigSchema.json(), json(yaml))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools: {a: {undo: drop}}",
        "tools: {a: {undo: {tool: drop, input: {id: '{{ output.id }}'}}}}",
        "tools: {a: {type: http, description: A, url: x, undo: '${DROP}'}}"
      })
  void undoIsANameOrASection(String yaml) {
    assertThat(validator.validate(ConfigSchema.json(), json(yaml))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools: {a: {undo: 5}}",
        "tools: {a: {undo: [drop]}}",
        "tools: {a: {undo: {input: {}}}}",
        "tools: {a: {undo: {tool: drop, then: x}}}",
        "workflows: {dri: x}",
        "servr: {}",
        "server: {prot: 1}",
        "server: {port: '1'}",
        "server: {idle-timeout: 10}",
        "server: {on-disconnect: stop}",
        "agents: {a: {}}",
        "agents: {a: {prompt: x, promt: y}}",
        "agents: {a: {type: remote}}",
        "agents: {a: {type: other, prompt: x}}",
        "auth: {keys: {a: {}}}",
        "agents: {a: {prompt: x, limits: {max-turns: many}}}"
      })
  void whatTheLoaderRefusesTheSchemaRefuses(String yaml) {
    assertThat(validator.validate(ConfigSchema.json(), json(yaml))).isNotEmpty();
  }

  private static Json json(String yaml) {
    return Json.parse(new YAMLMapper().readTree(yaml).toString());
  }
}
