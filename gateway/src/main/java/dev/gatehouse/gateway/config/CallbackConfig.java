package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.util.List;
import java.util.Optional;

/// How the states of runs are posted to the URLs that requests name as `callback_url`.
public record CallbackConfig(
    @Doc("What they are signed with; the text of callback.key in the data folder when absent.")
        Optional<Secret> secret,
    @Doc("Private hosts they may go to, by http as well; none unless named.")
        List<String> privateHosts) {

  /// Signed with a key of its own, and to the open internet only.
  public static final CallbackConfig STANDARD = new CallbackConfig(Optional.empty(), List.of());

  /// Copies the hosts.
  public CallbackConfig {
    privateHosts = List.copyOf(privateHosts);
    privateHosts.forEach(host -> Require.notBlank("private-hosts", host));
  }

  /// {@return this with a secret to sign with}
  public CallbackConfig withSecret(String text) {
    return new CallbackConfig(Optional.of(Secret.of(text)), privateHosts);
  }

  /// {@return this with private hosts that may be called}
  public CallbackConfig withPrivateHosts(List<String> hosts) {
    return new CallbackConfig(secret, hosts);
  }
}
