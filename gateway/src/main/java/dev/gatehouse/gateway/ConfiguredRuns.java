package dev.gatehouse.gateway;

import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.AgentConfig.ChannelConfig;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.KeyConfig;
import dev.gatehouse.gateway.config.RunLimitsConfig;
import dev.gatehouse.gateway.skills.SkillTools;
import dev.gatehouse.protocols.api.RunChannels;
import dev.gatehouse.protocols.api.RuntimeFactory;
import dev.gatehouse.runtime.catalog.Agent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Applies what the configuration says of a run's channel and of the key it came with.
///
/// @param own the program's own factory, which has the last word
record ConfiguredRuns(GatehouseConfig config, ToolShelf tools, Optional<RuntimeFactory> own)
    implements RunChannels {

  @Override
  public Agent agent(
      Agent chosen, SessionCreated session, Json.Obj request, Optional<String> channel) {
    Agent here =
        channel
            .flatMap(name -> onChannel(chosen, name))
            .map(it -> changed(chosen, it, request))
            .orElse(chosen);
    KeyConfig key = config.auth().keys().get(session.key());
    return key == null ? here : here.with(tighter(here.limits(), key.limits()));
  }

  /// {@return the agent for a run that no request asked for, on the channel of its session}
  Agent agent(Agent chosen, SessionCreated session) {
    Json.Obj request = Json.object().build();
    Agent here = agent(chosen, session, request, session.channel());
    if (own.isEmpty()) {
      return here;
    }
    try {
      return own.get().agent(here, session, request, session.channel());
    } catch (GatehouseException known) {
      throw known;
    } catch (Exception broken) {
      if (broken instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new AutonomousException("the runtime factory failed: " + broken, broken);
    }
  }

  private Optional<ChannelConfig> onChannel(Agent chosen, String channel) {
    return config.agents().get(chosen.name()) instanceof AgentConfig.Local local
        ? Optional.ofNullable(local.channels().get(channel))
        : Optional.empty();
  }

  /// A model that the request chose wins over the channel's.
  private Agent changed(Agent chosen, ChannelConfig channel, Json.Obj request) {
    boolean asked = request.member("model").filter(Json.Str.class::isInstance).isPresent();
    AgentProfile profile = chosen.profile();
    if (channel.prompt().isPresent()) {
      profile = profile.withPrompt(profile.prompt() + "\n\n" + channel.prompt().get());
    }
    if (channel.model().isPresent() && !asked) {
      profile = profile.withModel(channel.model().get());
    }
    if (channel.tools().isPresent()) {
      profile = profile.withTools(tools(chosen, channel));
    }
    if (channel.interceptors().isPresent()) {
      profile = profile.withInterceptors(channel.interceptors().get());
    }
    if (channel.sandboxFloor().isPresent()) {
      profile = profile.withSandboxFloor(channel.sandboxFloor().get());
    }
    return chosen.with(profile).with(channel.limits().over(chosen.limits()));
  }

  /// Other tools, and still those that read the agent's skills.
  private List<String> tools(Agent chosen, ChannelConfig channel) {
    return Stream.concat(
            tools.wanted(chosen.name(), channel.tools()).stream(),
            chosen.profile().tools().stream().filter(SkillTools.NAMES::contains))
        .distinct()
        .toList();
  }

  private static RunLimits tighter(RunLimits limits, RunLimitsConfig key) {
    RunLimits asked = key.over(limits);
    return new RunLimits(
        Math.min(asked.maxTurns(), limits.maxTurns()),
        lesser(asked.maxCost(), limits.maxCost(), Cost::compareTo),
        lesser(asked.maxTokens(), limits.maxTokens(), Long::compare),
        lesser(asked.timeout(), limits.timeout(), Duration::compareTo));
  }

  private static <T> Optional<T> lesser(Optional<T> one, Optional<T> other, Comparator<T> order) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(order.compare(one.get(), other.get()) <= 0 ? one.get() : other.get())
        : one.or(() -> other);
  }
}
