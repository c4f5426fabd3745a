package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.catalog.Catalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The tools of a run: what the catalog has of those its agent may use, and the gateway's own,
/// which are offered only when there is something to use them on.
final class Toolbox {

  private static final String ARTIFACT = "art_";
  private static final Pattern ARTIFACT_ID = Pattern.compile("\\bart_[0-9a-z]{26}\\b");

  private final Catalog catalog;
  private final Tool reader;

  Toolbox(Catalog catalog, Artifacts artifacts) {
    this.catalog = catalog;
    this.reader = new ReadArtifact(artifacts);
  }

  /// {@return a tool by its name, of the catalog or the gateway's own}
  Optional<Tool> find(String name, AgentProfile agent) {
    return catalog
        .tool(name)
        .or(() ->
            switch (name) {
              case ReadArtifact.NAME -> Optional.of(reader);
              case ToolSearch.NAME -> Optional.of(search(agent));
              default -> Optional.empty();
            });
  }

  private ToolSearch search(AgentProfile agent) {
    return new ToolSearch(specs(agent.tools()));
  }

  private List<ToolSpec> specs(Collection<String> names) {
    return names.stream().flatMap(name -> catalog.tool(name).stream()).map(Tool::spec).toList();
  }

  /// {@return whether an agent has so many tools that its models must search}
  private boolean defers(AgentProfile agent) {
    return agent.tools().size() > catalog.deferAbove(agent.name());
  }

  /// {@return what a model is offered to go on with these messages}
  List<ToolSpec> offered(AgentProfile agent, List<Message> messages) {
    List<ToolSpec> offered = new ArrayList<>();
    if (defers(agent)) {
      Set<String> known = ToolSearch.known(messages);
      offered.add(search(agent).spec());
      offered.addAll(specs(agent.tools().stream().filter(known::contains).toList()));
    } else {
      offered.addAll(specs(agent.tools()));
    }
    boolean readable =
        !agent.tools().isEmpty()
            && !agent.tools().contains(ReadArtifact.NAME)
            && messages.stream().anyMatch(Toolbox::mentionsFile);
    if (readable) {
      offered.add(reader.spec());
    }
    return offered;
  }

  /// {@return how the tools are treated that a model may call, whether they were offered or not}
  Map<String, ToolPolicy> policies(AgentProfile agent) {
    Map<String, ToolPolicy> policies = new HashMap<>();
    if (!agent.tools().isEmpty()) {
      policies.put(ReadArtifact.NAME, reader.policy());
      policies.put(ToolSearch.NAME, ToolPolicy.STANDARD.withEffect(Effect.READ));
    }
    for (String name : agent.tools()) {
      catalog.tool(name).ifPresent(tool -> policies.put(name, tool.policy()));
    }
    return policies;
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
