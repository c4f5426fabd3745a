package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunInput.Treatment;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.ToolCall;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.team.RunAgentTool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The tools of a run: what the catalog has of those its agent may use, the gateway's own, and
/// those its client runs. What is not in here cannot be called, whatever a model writes.
final class Toolbox {

  private static final String ARTIFACT = "art_";
  private static final Pattern ARTIFACT_ID = Pattern.compile("\\bart_[0-9a-z]{26}\\b");

  private final Catalog catalog;
  private final Tool reader;
  private final List<Tool> team;
  private final List<Tool> flow;

  /// A tool as a run knows it.
  ///
  /// @param tool what runs it; empty when the client does
  record Known(ToolSpec spec, ToolPolicy policy, String location, Optional<Tool> tool) {

    static Known of(Tool tool) {
      return new Known(tool.spec(), tool.policy(), tool.location(), Optional.of(tool));
    }
  }

  /// @param team the tools by which an agent leads others
  /// @param flow the tools by which an agent takes part in a workflow
  Toolbox(Catalog catalog, Artifacts artifacts, List<Tool> team, List<Tool> flow) {
    this.catalog = catalog;
    this.reader = new ReadArtifact(artifacts);
    this.team = List.copyOf(team);
    this.flow = List.copyOf(flow);
  }

  /// {@return a tool that the agent may use}
  Optional<Known> find(String name, AgentProfile agent) {
    return Optional.ofNullable(all(agent).get(name));
  }

  /// {@return the tool that a call means: one that takes another call back may mean any tool there
  /// is, whether a model may use it or not}
  Optional<Known> find(String name, String callId, RunState run) {
    ToolCall call = run.calls().get(callId);
    AgentProfile agent = run.spec().agent();
    return call != null && call.isUndo() ? undo(name, agent) : find(name, agent);
  }

  /// {@return a tool that takes calls back}
  Optional<Known> undo(String name, AgentProfile agent) {
    return catalog
        .tool(name)
        .map(tool -> agent.bounds().floor().map(tool::within).orElse(tool))
        .map(Known::of);
  }

  /// {@return how the tools are treated that a model may call, whether they were offered or not}
  Map<String, Treatment> treatments(AgentProfile agent) {
    Map<String, Treatment> treatments = new LinkedHashMap<>();
    all(agent)
        .forEach(
            (name, known) -> treatments.put(name, new Treatment(known.policy(), known.location())));
    return treatments;
  }

  private Map<String, Known> all(AgentProfile agent) {
    Map<String, Known> all = new LinkedHashMap<>();
    regular(agent).forEach(tool -> all.putIfAbsent(tool.spec().name(), Known.of(tool)));
    ToolPolicy atClient =
        ToolPolicy.STANDARD.withTimeout(catalog.clientPatience(agent.name())).untrusted();
    for (ToolSpec spec : agent.bounds().clientTools()) {
      all.putIfAbsent(spec.name(), new Known(spec, atClient, ToolCall.CLIENT, Optional.empty()));
    }
    if (!all.isEmpty()) {
      Tool search = search(agent);
      all.putIfAbsent(ReadArtifact.NAME, Known.of(reader));
      all.putIfAbsent(ToolSearch.NAME, Known.of(search));
    }
    return all;
  }

  /// What the catalog has, and the tools of a leader for an agent that asks for them by name.
  private List<Tool> regular(AgentProfile agent) {
    List<Tool> tools = new ArrayList<>(ofCatalog(agent));
    if (agent.tools().contains(RunAgentTool.NAME)) {
      tools.addAll(team);
    }
    flow.stream().filter(tool -> agent.tools().contains(tool.spec().name())).forEach(tools::add);
    return tools;
  }

  private List<Tool> ofCatalog(AgentProfile agent) {
    List<Tool> offered = catalog.offered(agent.tools());
    return agent
        .bounds()
        .floor()
        .map(floor -> offered.stream().map(tool -> tool.within(floor)).toList())
        .orElse(offered);
  }

  private ToolSearch search(AgentProfile agent) {
    return new ToolSearch(ofCatalog(agent).stream().map(Tool::spec).toList());
  }

  /// {@return what a model is offered to go on with these messages}
  List<ToolSpec> offered(AgentProfile agent, List<Message> messages) {
    List<Tool> regular = regular(agent).stream().filter(Tool::offered).toList();
    List<ToolSpec> offered = new ArrayList<>();
    if (regular.size() > catalog.deferAbove(agent.name())) {
      Set<String> known = ToolSearch.known(messages);
      offered.add(search(agent).spec());
      regular.stream()
          .map(Tool::spec)
          .filter(spec -> known.contains(spec.name()))
          .forEach(offered::add);
    } else {
      regular.stream().map(Tool::spec).forEach(offered::add);
    }
    offered.addAll(agent.bounds().clientTools());
    boolean readable =
        !offered.isEmpty()
            && offered.stream().noneMatch(spec -> spec.name().equals(ReadArtifact.NAME))
            && messages.stream().anyMatch(Toolbox::mentionsFile);
    if (readable) {
      offered.add(reader.spec());
    }
    return offered;
  }

  private static boolean mentionsFile(Message message) {
    return message.content().stream().anyMatch(Toolbox::mentionsFile);
  }

  private static boolean mentionsFile(Content block) {
    String text =
        switch (block) {
          case Content.Text said -> said.text();
          case Content.ToolResult result -> result.output();
          case Content.Image _, Content.Thinking _, Content.ToolUse _, Content.Opaque _ -> "";
        };
    return text.contains(ARTIFACT) && ARTIFACT_ID.matcher(text).find();
  }
}
