package dev.gatehouse.checks.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.http.TrustedCertificates;
import dev.gatehouse.checks.upstream.SecureProvider.Speech;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.WorkflowFiles;
import dev.gatehouse.gateway.WorkflowResult;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ProviderConfig;
import dev.gatehouse.gateway.config.ProviderConfig.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `providers.NAME.trust`: certificates that Java does not know.
@Timeout(300)
class TrustedProviderTest {

  private static final String WHOLE = "wörd after wörd";

  @TempDir private Path folder;

  private GatewayPlan plan(String url, UnaryOperator<ProviderConfig> more) {
    ProviderConfig provider =
        ProviderConfig.STANDARD.withType(Kind.OPENAI_COMPATIBLE).withBaseUrl(url);
    return Gateway.plan()
        .config(GatehouseConfig.STANDARD.withProvider("inside", more.apply(provider)))
        .agent("a", "Be brief.")
        .model("inside/m")
        .data(folder.resolve("data"));
  }

  private WorkflowResult asked(GatewayPlan plan) throws IOException, InterruptedException {
    Path document =
        Files.writeString(
            folder.resolve("ask.yaml"), "id: ask\nsteps: [{id: ask, agent: a, prompt: Well?}]");
    try (Gateway gateway = plan.embedded()) {
      return gateway.execute(WorkflowFiles.read(document), Json.object().build());
    }
  }

  @Test
  void certificateOfTheFileIsBelieved() throws Exception {
    var certificate = LocalCertificate.of(folder, "ip:127.0.0.1");
    try (var provider = SecureProvider.start(certificate, Speech.HTTP_2)) {
      provider.goOn();
      String pem = certificate.pem().toString();

      WorkflowResult result = asked(plan(provider.baseUrl().toString(), it -> it.withTrust(pem)));

      assertThat(result.output()).isEqualTo(Json.of(WHOLE));
    }
  }

  @Test
  void withoutItTheCallFails() throws Exception {
    var certificate = LocalCertificate.of(folder, "ip:127.0.0.1");
    try (var provider = SecureProvider.start(certificate, Speech.HTTP_2)) {
      WorkflowResult result = asked(plan(provider.baseUrl().toString(), it -> it));

      assertThat(result.success()).isFalse();
      assertThat(result.steps().toString()).contains("certificate", "127.0.0.1");
    }
  }

  @Test
  void fileThatHoldsNoCertificateIsRefusedAtTheStart() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.pem"),
            "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----");

    for (Path file : new Path[] {empty, wrong, folder.resolve("missing.pem")}) {
      assertThatThrownBy(
              () -> plan("https://127.0.0.1:1", it -> it.withTrust(file.toString())).embedded())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("providers.inside.trust")
          .hasMessageContaining(file.toString());
      assertThatThrownBy(() -> TrustedCertificates.read(file))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
