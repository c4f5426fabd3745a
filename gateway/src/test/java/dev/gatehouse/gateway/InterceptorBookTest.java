package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.adapters.schema.Re2Patterns;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.InterceptorChain;
import dev.gatehouse.core.policy.Judgement.Outcome;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterceptorBookTest {

  private static InterceptorChain chain(String yaml) {
    var config = ConfigFile.parse(yaml, "gatehouse.yaml", Environment.of(_ -> null));
    return new InterceptorBook(new Re2Patterns(), InstantSource.system())
        .chain(List.of(), config.interceptors());
  }

  private static ToolFacts call(String tool, Json input, Effect effect) {
    return new ToolFacts(
        tool,
        input,
        "call_1",
        "run_1",
        "sess_1",
        "default",
        "ada",
        "user",
        "analyst",
        Optional.of("web"),
        0,
        false,
        true,
        ToolPolicy.STANDARD.withEffect(effect));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: rate, calls: 1} | rate_limit | ALLOW",
        "{type: argument, forbid: [env]} | argument_pattern | DENY",
        "{type: argument, arguments: [path], allow: [env], action: warn} | argument_pattern |"
            + " ALLOW",
        "{type: path, arguments: [path], allow: [data], action: ask} | path_not_allowed | ASK",
        "{type: host, arguments: [url], allow: [a.b]} | host_not_allowed | DENY",
        "{type: taint} | tainted | ASK",
        "{type: taint, tools: [read_file]} | tainted | ALLOW",
        "{type: expression, when: effect == 'irreversible', name: mine} | mine | DENY",
        "{when: tainted, tools: [\"send*\"], action: ask} | expression | ASK"
      })
  void ruleOfEachTypeIsMade(String rule, String code, Outcome outcome) {
    var chain = chain("interceptors: [" + rule + "]");
    Json input = Json.obj("path", Json.of("/etc/.env"), "url", Json.of("http://127.0.0.1/"));

    assertThat(chain.interceptors()).singleElement().returns(code, it -> it.code());
    assertThat(chain.judge(call("send_mail", input, Effect.IRREVERSIBLE)).outcome())
        .isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{when: \"chanel == 'web'\"} | did you mean \"channel\"?",
        "{when: \"tool ==\"} | interceptors[0]",
        "{type: argument} | must forbid or allow something",
        "{type: argument, forbid: ['(']} | interceptors[0]",
        "{type: path, allow: [x], arguments: []} | arguments must not be empty",
        "{type: rate} | interceptors[0].calls: is missing",
        "{type: taint, name: Not A Code} | snake_case",
        "{type: nonsense} | expression, rate, argument, path, host, taint"
      })
  void mistakeIsNamed(String rule, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> chain("interceptors: [" + rule + "]"))
        .withMessageContaining(message);
  }

  @Test
  void versionFollowsTheConfiguration() {
    var one = chain("interceptors: [{type: rate, calls: 1}]");
    var same = chain("interceptors: [{type: rate, calls: 1}]");
    var other = chain("interceptors: [{type: rate, calls: 2}]");

    assertThat(one.version()).isEqualTo(same.version()).isNotEqualTo(other.version());
  }
}
