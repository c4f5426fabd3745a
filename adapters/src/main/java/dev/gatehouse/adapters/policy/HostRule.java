package dev.gatehouse.adapters.policy;

import dev.gatehouse.core.Glob;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallRule;
import dev.gatehouse.core.policy.ToolFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// URLs in the arguments must name an allowed host. A private address must be allowed by its very
/// name: no glob allows one.
///
/// Names are not resolved: a public name may still lead to a private address, which only whoever
/// connects can see.
///
/// @param arguments where the URLs stand, such as `url` or `sources.url`
/// @param hosts globs over the hosts that are allowed, such as `*.example.com`
public record HostRule(List<String> arguments, List<String> hosts) implements CallRule {

  /// Copies the lists.
  public HostRule {
    arguments = List.copyOf(arguments);
    hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a rule for hosts must name the arguments that hold URLs");
    }
  }

  @Override
  public Optional<String> broken(ToolFacts facts) {
    return ArgumentTexts.at(facts.input(), arguments).stream()
        .flatMap(url -> wrong(url).stream())
        .findFirst();
  }

  private Optional<String> wrong(String url) {
    try {
      UrlHost host = UrlHost.of(url);
      return allows(host)
          ? Optional.empty()
          : Optional.of(
              "the host of "
                  + ArgumentTexts.shown(url)
                  + " is not among those allowed: "
                  + String.join(", ", hosts));
    } catch (IllegalArgumentException unclear) {
      return Optional.of(
          "which host " + ArgumentTexts.shown(url) + " names is unclear: " + unclear.getMessage());
    }
  }

  private boolean allows(UrlHost host) {
    return host.isPrivate()
        ? hosts.contains(host.name())
        : hosts.stream().anyMatch(glob -> Glob.matches(glob, host.name()));
  }

  @Override
  public Json settings() {
    return Json.obj("arguments", ArgumentTexts.json(arguments), "hosts", ArgumentTexts.json(hosts));
  }
}
