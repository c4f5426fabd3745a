package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.runtime.approval.Waiters;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.TeamTools;
import dev.gatehouse.runtime.seat.Change;
import dev.gatehouse.runtime.team.FlowTools;
import dev.gatehouse.runtime.team.Office;
import dev.gatehouse.runtime.team.Team;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TeamToolsTest {

  /// Nobody is in.
  private static final class EmptyOffice implements Office {

    private static UnsupportedOperationException nobody() {
      return new UnsupportedOperationException("nobody is in");
    }

    @Override
    public <T> T post(String session, Change<T> change) {
      throw nobody();
    }

    @Override
    public Catalog catalog() {
      throw nobody();
    }

    @Override
    public Waiters waiters() {
      throw nobody();
    }

    @Override
    public Instant now() {
      throw nobody();
    }

    @Override
    public Optional<Published> workflow(String tenant, String id) {
      throw nobody();
    }
  }

  @Test
  void namesAreThoseOfTheTools() {
    Office office = new EmptyOffice();

    assertThat(
            Stream.concat(
                new Team(office).tools().stream(), new FlowTools(office).tools().stream()))
        .extracting((Tool tool) -> tool.spec().name())
        .containsExactlyElementsOf(TeamTools.NAMES);
  }
}
