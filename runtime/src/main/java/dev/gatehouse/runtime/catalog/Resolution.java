package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.routing.Care;
import dev.gatehouse.core.routing.Strategy;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import java.util.List;
import java.util.Optional;

/// What a model's name stands for.
public sealed interface Resolution {

  /// A model that can be asked.
  ///
  /// @param name the deployment, `provider/name`
  /// @param wireName the provider's own name of the model
  /// @param facts its price and sizes; a model without a known price cannot be held to a budget
  /// @param credential the caller's own credential
  record Found(
      String name,
      String wireName,
      Model model,
      Optional<ModelFacts> facts,
      Optional<Credential> credential)
      implements Resolution {

    /// {@return what a call with this usage cost, nothing when the price is unknown}
    public Cost cost(Usage usage) {
      return facts.map(known -> known.cost(usage)).orElse(Cost.ZERO);
    }

    /// {@return the most a call may cost, nothing when the price is unknown}
    public Cost worstCase(long input, long output) {
      return facts.map(known -> known.worstCase(input, output)).orElse(Cost.ZERO);
    }

    /// {@return the most tokens an answer may have, of those that were asked for}
    public int atMost(long asked) {
      long most = facts.map(known -> Math.min(asked, known.maxOutput())).orElse(asked);
      return Math.clamp(most, 1, Integer.MAX_VALUE);
    }
  }

  /// Several deployments that can stand in for each other.
  ///
  /// @param name the configured name they have together
  /// @param strategy how one is chosen
  /// @param care how those are treated that fail
  /// @param members the deployments in the order of the chain, at least one
  record Pool(String name, Strategy strategy, Care care, List<Member> members)
      implements Resolution {

    /// Copies the members.
    public Pool {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("model '" + name + "' has no deployment");
      }
    }

    /// A model that nothing stands in for.
    public static Pool of(Found found) {
      return new Pool(found.name(), Strategy.PRIORITY, Care.STANDARD, List.of(Member.of(found, 0)));
    }
  }

  /// One of several deployments.
  ///
  /// @param rank its place in the chain, from 0; keys of one deployment share one
  /// @param weight its share among others
  /// @param maxConcurrent how many calls it should have at a time; any number when absent
  record Member(Found found, int rank, int weight, Optional<Integer> maxConcurrent) {

    /// A deployment with a share like any other and no bound.
    public static Member of(Found found, int rank) {
      return new Member(found, rank, 1, Optional.empty());
    }
  }

  /// A model that cannot be asked, and why.
  record Missing(Failure failure) implements Resolution {}
}
