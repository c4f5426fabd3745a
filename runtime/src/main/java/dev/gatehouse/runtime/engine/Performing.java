package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.approval.Grants;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.routing.HealthBook;
import dev.gatehouse.runtime.routing.ModelRouter;
import dev.gatehouse.runtime.team.FlowTools;
import dev.gatehouse.runtime.team.Office;
import dev.gatehouse.runtime.team.Team;
import java.time.InstantSource;
import java.util.List;

/// Makes what performs actions.
public final class Performing {

  private Performing() {}

  /// {@return the performers over a catalog}
  ///
  /// @param store the log, in which is found what is to be taken back
  /// @param office what the tools of leaders and the nodes of workflows need of the runtime
  /// @param health what is known of the deployments of models
  public static LocalEngine.Performers of(
      EventStore store,
      Catalog catalog,
      SchemaValidator schemas,
      Grants grants,
      Office office,
      AgentLoad load,
      ToolPerformer.Desk desk,
      Scope scope,
      InstantSource clock,
      HealthBook health) {
    ModelRouter router = new ModelRouter(health);
    List<Tool> team = new Team(office).tools();
    Toolbox tools = new Toolbox(catalog, desk.artifacts(), team, new FlowTools(office).tools());
    ToolJudge judge = new ToolJudge(catalog, schemas, tools, grants, desk.ids(), clock);
    return new LocalEngine.Performers(
        new ModelPerformer(catalog, schemas, desk.streams(), desk.artifacts(), tools, router),
        new CompactionPerformer(catalog, router),
        new ToolPerformer(tools, judge, desk, scope, clock),
        new NodePerformer(office, tools, desk.ids(), load),
        new UndoPerformer(store, tools, desk.artifacts()));
  }
}
