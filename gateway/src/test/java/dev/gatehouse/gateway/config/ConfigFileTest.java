package dev.gatehouse.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.spi.ModelRequest.Thinking;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.OnDisconnect;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

  static final String SAMPLE =
      """
      server: { port: 8000, host: 127.0.0.1 }
      providers:
        anthropic: { api-key: "${ANTHROPIC_API_KEY}", base-url: "${ANTHROPIC_BASE_URL:https://api.anthropic.com}" }
        local: { type: openai-compatible, base-url: http://127.0.0.1:11434/v1 }
      models:
        smart: { chain: [anthropic/claude-sonnet-4-6, local/qwen3], strategy: priority }
      agents:
        analyst:
          prompt: You are a careful analyst.
          role: analysis
          capabilities: [csv, statistics]
          model: smart
          tools: ["filesystem_*", code_execute, run_agent]
          limits: { max-turns: 20, max-budget-usd: 0.50 }
          channels: { slack: { prompt: Answer in one paragraph. } }
        clerk: { type: remote, url: "https://agents.example/v1", protocol: openai-compatible }
      """;

  private static final Map<String, String> VARIABLES =
      Map.of("ANTHROPIC_API_KEY", "sk-secret-1", "PORT", "9000", "EMPTY", "", "OPENAI_API_KEY", "");

  @Test
  void emptyFileIsTheStandard() {
    assertThat(parsed("")).isEqualTo(GatehouseConfig.STANDARD);
    assertThat(parsed("# nothing yet\n")).isEqualTo(GatehouseConfig.STANDARD);
  }

  @Test
  void documentedSampleIsUnderstood() {
    var config = parsed(SAMPLE);

    assertThat(config.defaultAgent()).contains("analyst");
    assertThat(config.models().get("smart"))
        .isEqualTo(ModelConfig.of("anthropic/claude-sonnet-4-6", "local/qwen3"));
    var anthropic = at(config.providers(), "anthropic");
    assertThat(anthropic.apiKey().map(Secret::reveal)).contains("sk-secret-1");
    assertThat(anthropic.baseUrl()).contains("https://api.anthropic.com");
    assertThat(anthropic.kind("anthropic")).contains(ProviderConfig.Kind.ANTHROPIC);
    var analyst = local(config, "analyst");
    assertThat(analyst.tools()).contains(List.of("filesystem_*", "code_execute", "run_agent"));
    assertThat(analyst.limits().maxBudgetUsd()).contains(Cost.ofDollars(new BigDecimal("0.5")));
    assertThat(at(analyst.channels(), "slack").prompt()).contains("Answer in one paragraph.");
    assertThat(config.agents().get("clerk"))
        .isEqualTo(AgentConfig.Remote.at("https://agents.example/v1"));
  }

  @Test
  void everySectionIsRead() {
    var config =
        parsed(
            """
            server: { port: "${PORT}", prefix: /, cors-origins: ["https://a.example"], on-disconnect: cancel,
                      max-body: 64KiB, idle-timeout: 500ms }
            auth:
              keys:
                ops: { sha256: "%s", tenant: acme, role: operator, agents: ["a*"], channel: " Web ", on-disconnect: cancel, limits: { timeout: 2h } }
              token-ttl: 10m
              secrets: { k2: abc, k1: def }
              session-retention: 1d
            store: { dir: /tmp/x }
            agents:
              a:
                prompt: "Costs $${NOT} expanded"
                thinking: high
                max-tokens: 4000
                compaction: { threshold: 20000 }
                tools: []
            tools:
              pay: { effect: irreversible, timeout: 5s, attempts: 2 }
            prices: { file: prices.json }
            limits: { run: { max-turns: 7 }, session: { max-budget-usd: 3 } }
            """
                .formatted("ab".repeat(32)));

    assertThat(config.server().port()).isEqualTo(9000);
    assertThat(config.server().onDisconnect()).isEqualTo(OnDisconnect.CANCEL);
    assertThat(config.server().maxBody()).isEqualTo(new Bytes(65_536));
    assertThat(config.server().idleTimeout()).isEqualTo(Duration.ofMillis(500));
    var key = at(config.auth().keys(), "ops");
    assertThat(key.role()).isEqualTo(CallerRole.OPERATOR);
    assertThat(key.channel()).contains("web");
    assertThat(config.auth().secrets().keySet()).containsExactly("k2", "k1");
    assertThat(config.auth().sessionRetention()).isEqualTo(Duration.ofDays(1));
    var agent = local(config, "a");
    assertThat(agent.prompt()).isEqualTo("Costs ${NOT} expanded");
    assertThat(agent.thinking()).isEqualTo(Thinking.HIGH);
    assertThat(agent.tools()).contains(List.of());
    assertThat(at(config.tools(), "pay").over(ToolPolicy.STANDARD))
        .isEqualTo(
            ToolPolicy.STANDARD
                .withEffect(Effect.IRREVERSIBLE)
                .withTimeout(Duration.ofSeconds(5))
                .withAttempts(2));
    assertThat(config.limits().run().over(RunLimits.STANDARD).maxTurns()).isEqualTo(7);
    assertThat(config.limits().session().maxBudgetUsd()).isPresent();
  }

  @Test
  void codeCanSayWhatTheFileSays() {
    var said =
        GatehouseConfig.STANDARD
            .withServer(ServerConfig.STANDARD.withPort(9000))
            .withProvider("local", ProviderConfig.STANDARD.withType(ProviderConfig.Kind.DEMO))
            .withAgent("a", AgentConfig.Local.STANDARD.withPrompt("Hi.").withModel("local/x"));

    assertThat(
            parsed(
                "{server: {port: 9000}, providers: {local: {type: demo}}, agents: {a: {prompt: Hi.,"
                    + " model: local/x}}}"))
        .isEqualTo(said);
  }

  @Test
  void nameOfAToolStandsForTheWholeUndo() {
    var tools = parsed("tools: {a: {undo: drop}, b: {undo: {tool: drop}}, c: {undo: '${X:drop}'}}");

    assertThat(at(tools.tools(), "a").takenBack().map(UndoConfig::undo)).contains(Undo.by("drop"));
    assertThat(at(tools.tools(), "a")).isEqualTo(at(tools.tools(), "b"));
    assertThat(at(tools.tools(), "c")).isEqualTo(at(tools.tools(), "b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tools: {pay: {undo: 5}}                      | tools.pay.undo       | expected text or a section, found the number 5
          tools: {pay: {undo: [refund]}}               | tools.pay.undo       | expected text or a section, found a list
          tools: {pay: {undo: }}                       | tools.pay.undo       | is empty
          tools: {pay: {undo: ' '}}                    | tools.pay.undo.tool  | must not be blank
          tools: {pay: {undo: {tool: [a]}}}            | tools.pay.undo.tool  | expected text, found a list
          tools: {pay: {undo: {}}}                     | tools.pay.undo.tool  | is missing
          """)
  void undoThatIsNeitherANameNorASectionIsRefused(String yaml, String path, String words) {
    mistakeIsNamedWithItsPlace(yaml, path, words);
  }

  @Test
  void allErrorsAreToldWithPathAndLine() {
    var errors =
        errors(
            """
            server: { prot: 8000 }
            agents:
              analyst:
                prompt: x
                limits: { max-turn: 3, max-turns: many, timeout: 10 }
              second:
                limits: { max-turns: 0 }
            schedules: { morning: x }
            nonsense-that-is-far-off: 1
            """);

    assertThat(errors)
        .extracting(ConfigError::line, ConfigError::path)
        .containsExactlyInAnyOrder(
            tuple(1, "server.prot"),
            tuple(5, "agents.analyst.limits.max-turn"),
            tuple(5, "agents.analyst.limits.max-turns"),
            tuple(5, "agents.analyst.limits.timeout"),
            tuple(7, "agents.second.prompt"),
            tuple(7, "agents.second.limits.max-turns"),
            tuple(8, "schedules.morning"),
            tuple(9, "nonsense-that-is-far-off"));
    assertThat(errors)
        .extracting(ConfigError::message)
        .anyMatch(message -> message.contains("did you mean \"port\""))
        .anyMatch(message -> message.contains("did you mean \"max-turns\""))
        .anyMatch(message -> message.contains("known here are agents, auth"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "telemetry"})
  void laterSectionsAreNotIgnored(String section) {
    assertThat(onlyError(section + ": {}").message())
        .isEqualTo("not supported in this version yet");
  }

  @Test
  void laterKeysOfAnAgentAreNotIgnored() {
    assertThat(onlyError("agents: {a: {prompt: x, hooks: {}}}").message())
        .contains("not supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server: {port: 70000}                        | server.port          | between 0 and 65535
          server: {port: "8000"}                       | server.port          | whole number
          server: {port: 80.5}                         | server.port          | whole number
          server: {port: yes}                          | server.port          | whole number
          server: {prefix: api}                        | server               | write it like /api
          server: {on-disconnect: stop}                | server.on-disconnect | continue, cancel
          server: {idle-timeout: 1w}                   | server.idle-timeout  | 500ms
          server: {max-body: big}                      | server.max-body      | 64KiB
          server: 8000                                 | server               | expected a section
          server:                                      | server               | is empty
          auth: {strict: 'yes'}                        | auth.strict          | true or false
          auth: {secret: 12345}                        | auth.secret          | text in quotes
          auth: {secret: a, secrets: {k: b}}           | auth                 | not both
          auth: {keys: {k: {sha256: abc}}}             | auth.keys.k          | 64 hexadecimal
          auth: {keys: {k: {}}}                        | auth.keys.k.sha256   | is missing
          auth: {jwks-url: 'https://i.example/k'}      | auth                 | together
          auth: {jwks-url: 'http://i.example/k'}       | auth.jwks-url        | https://
          models: {m: {chain: []}}                     | models.m.chain       | at least one
          models: {m: {chain: [antropic/x]}}           | models.m.chain       | did you mean "anthropic"
          models: {m: {chain: [m]}}                    | models.m.chain       | is a chain itself
          models: {m: {chain: [a/b], weights: [1]}}    | models.m.weights     | only with strategy weighted
          agents: {a: {prompt: x, model: opnai/x}}     | agents.a.model       | did you mean "openai"
          agents: {a: {prompt: ' '}}                   | agents.a.prompt      | must not be blank
          agents: {a: {prompt: x, tools: web}}         | agents.a.tools       | expected a list
          agents: {a: {prompt: x, tools: [1]}}         | agents.a.tools[0]    | found the number 1
          agents: {a: {type: remoat}}                  | agents.a.type        | local, remote
          agents: {a: {type: remote, url: 'ftp://x'}}  | agents.a.url         | http:// or https://
          providers: {local: {base-url: 'http://x/'}}  | providers.local.type | needs a type
          providers: {l: {type: openai-compatible}}    | providers.l.base-url | needs a base-url
          providers: {l: {type: demo, api-key: ''}}    | providers.l.api-key  | must not be blank
          tools: {pay: {approval: always}}             | tools.pay.approval   | expected a list
          delivery: {a: {type: pigeon}}                | delivery.a.type      | webhook, telegram, slack
          delivery: {a: {url: 'ftp://x', secret: y}}   | delivery.a.url       | http:// or https://
          delivery: {a: {url: 'https://x.example'}}    | delivery.a.secret    | is missing
          delivery: {a: {type: email, host: h, from: f, to: []}} | delivery.a.to | must not be empty
          delivery: {a: {type: email, host: h, from: f, to: [t], user: u}} | delivery.a.password | belong together
          delivery: {a: {type: telegram, token: 'a/b', chat: x}} | delivery.a.token | no bot token
          delivery: {a: {type: file, dir: d, manner: eat}} | delivery.a.manner | replace
          server: {port: '${NO_SUCH}'}                 | server.port          | "NO_SUCH" is not set
          agents: {a: {prompt: '${EMPTY}'}}            | agents.a.prompt      | must not be blank
          agents: {a: {prompt: '${'}}                  | agents.a.prompt      | $${
          server: {host: !!java.net.URL x}             | server.host          | tag
          """)
  void mistakeIsNamedWithItsPlace(String yaml, String path, String words) {
    var error = onlyError(yaml);

    assertThat(error.path()).isEqualTo(path);
    assertThat(error.message()).contains(words);
    assertThat(error.line()).isEqualTo(1);
  }

  @Test
  void vendorVariableThatIsEmptyCountsAsUnset() {
    assertThat(onlyError("providers: {openai: {api-key: '${OPENAI_API_KEY}'}}").message())
        .contains("\"OPENAI_API_KEY\" is not set");
    assertThat(
            at(
                    parsed("providers: {openai: {api-key: '${OPENAI_API_KEY:x}'}}").providers(),
                    "openai")
                .apiKey())
        .contains(Secret.of("x"));
  }

  @Test
  void variablesAreExpandedInValuesOnly() {
    var config =
        parsed("tools: {'${PORT}': {}}\nagents: {a: {prompt: '${PORT}-${NO:d:e}-${PORT:x}'}}");

    assertThat(config.tools()).containsOnlyKeys("${PORT}");
    assertThat(local(config, "a").prompt()).isEqualTo("9000-d:e-9000");
  }

  @Test
  void valueOfAVariableIsNotExpandedAgain() {
    var environment = Environment.of(name -> name.equals("A") ? "${B}$0\\" : null);

    var config = ConfigFile.parse("agents: {a: {prompt: '${A}'}}", "x", environment);

    assertThat(local(config, "a").prompt()).isEqualTo("${B}$0\\");
  }

  @Test
  void secretsDoNotPrint() {
    assertThat(parsed(SAMPLE).toString()).doesNotContain("sk-secret-1").contains("(hidden)");
    assertThat(onlyError("auth: {secret: [sk-secret-1]}").toString()).doesNotContain("sk-secret-1");
    assertThat(onlyError("auth: {secret: 987654321}").toString()).doesNotContain("987654321");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server: {port: 1}\nserver: {port: 2}",
        "server: {port: 1, port: 2}",
        "a: [",
        "\tserver: {}",
        "--- {}\n--- {}",
        "- list",
        "text",
        "? [1, 2]\n: x",
        "&a server: *b"
      })
  void brokenYamlIsRefused(String yaml) {
    assertThat(errors(yaml)).isNotEmpty();
  }

  @Test
  void aliasBombIsRefused() {
    var bomb = new StringBuilder("x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for (int i = 1; i < 12; i++) {
      var ref = "*x" + (i - 1);
      bomb.append(
          "x%s: &x%s [%s]%n".formatted(i, i, String.join(", ", Collections.nCopies(10, ref))));
    }

    assertThat(onlyError(bomb.toString()).message()).contains("cannot be read as YAML");
  }

  @Test
  void aliasThatContainsItselfIsRefused() {
    assertThat(errors("agents: &a {x: *a}")).isNotEmpty();
  }

  @Test
  void anchorsMayBeUsed() {
    var config =
        parsed("agents: {a: {prompt: x, limits: &l {max-turns: 3}}, b: {prompt: y, limits: *l}}");

    assertThat(at(config.agents(), "b").limits().maxTurns()).contains(3);
  }

  @Test
  void hugeTextIsRefused() {
    assertThat(errors("# " + "x".repeat(2 << 20))).isNotEmpty();
    assertThat(errors("agents: " + "[".repeat(400_000) + "]".repeat(400_000))).isNotEmpty();
  }

  @Test
  void filesAreReadAndMissingOnesNamed(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("gatehouse.yaml"), "server: {port: 81}");

    assertThat(ConfigFile.read(file, environment()).server().port()).isEqualTo(81);

    var missing =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigFile.read(folder.resolve("no.yaml"), environment()));
    assertThat(missing).hasMessageContaining("no.yaml").hasMessageContaining("does not exist");
    Files.write(file, new byte[] {(byte) 0xC3, 0x28});
    var binary =
        catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file, environment()));
    assertThat(binary).hasMessageContaining("UTF-8");
  }

  @Test
  void messageNamesFileLineAndPath() {
    var thrown =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigFile.parse("\nserver: {prot: 1}", "gatehouse.yaml", environment()));

    assertThat(thrown)
        .hasMessage("gatehouse.yaml: line 2: server.prot: unknown key; did you mean \"port\"?");
  }

  private static GatehouseConfig parsed(String yaml) {
    return ConfigFile.parse(yaml, "gatehouse.yaml", environment());
  }

  private static List<ConfigError> errors(String yaml) {
    var thrown = catchThrowableOfType(ConfigException.class, () -> parsed(yaml));
    assertThat(thrown).isNotNull();
    return thrown.errors();
  }

  private static ConfigError onlyError(String yaml) {
    var errors = errors(yaml);
    assertThat(errors).hasSize(1);
    return errors.getFirst();
  }

  private static <T> T at(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  private static AgentConfig.Local local(GatehouseConfig config, String name) {
    return (AgentConfig.Local) at(config.agents(), name);
  }

  private static Environment environment() {
    return Environment.of(VARIABLES::get);
  }

  private static Tuple tuple(Object... values) {
    return Assertions.tuple(values);
  }
}
