package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A tool: how one made elsewhere is treated, or one that is made of configuration alone. What a
/// treatment leaves out stays as the tool declares it.
public sealed interface ToolConfig {

  /// {@return what a call does to the world}
  Optional<Effect> effect();

  /// {@return what to do with a call whose outcome a crash swallowed}
  Optional<OnUnknown> onUnknown();

  /// {@return how long one attempt may take}
  Optional<Duration> timeout();

  /// {@return how often a call may be tried in all}
  Optional<Integer> attempts();

  /// {@return how many calls a minute it allows}
  Optional<Integer> callsPerMinute();

  /// {@return which of its calls a human must allow, whichever agent makes them}
  List<ToolApprovalConfig> approval();

  /// {@return how its calls are taken back}
  default Optional<UndoConfig> takenBack() {
    return Optional.empty();
  }

  /// {@return this treatment, and a tool's own where it says nothing}
  default ToolPolicy over(ToolPolicy own) {
    return new ToolPolicy(
        effect().orElse(own.effect()),
        onUnknown().or(own::onUnknown),
        own.idempotent(),
        timeout().orElse(own.timeout()),
        attempts().orElse(own.attempts()),
        callsPerMinute().orElse(own.callsPerMinute()),
        own.consent(),
        own.results(),
        takenBack().map(UndoConfig::undo).or(own::undo));
  }

  /// How a tool is treated that comes from code or from a server.
  record Treatment(
      @Doc("What a call does to the world.") Optional<Effect> effect,
      @Doc("What to do with a call whose outcome a crash swallowed.") Optional<OnUnknown> onUnknown,
      @Doc("How long one attempt may take.") Optional<Duration> timeout,
      @Doc("How often a call may be tried in all.") Optional<Integer> attempts,
      @Doc("How many calls a minute it allows.") Optional<Integer> callsPerMinute,
      @Doc("Which of its calls a human must allow.") List<ToolApprovalConfig> approval,
      @Doc("How a call that has worked is taken back; a name alone is the tool that does it.")
          Optional<UndoConfig> undo)
      implements ToolConfig {

    /// As the tool declares.
    public static final Treatment STANDARD =
        new Treatment(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    /// Refuses what no policy could hold.
    public Treatment {
      approval = List.copyOf(approval);
      attempts.ifPresent(count -> Require.within("attempts", count, 1, 100));
      callsPerMinute.ifPresent(count -> Require.within("calls-per-minute", count, 1, 1_000_000));
      timeout.ifPresent(limit -> Require.positive("timeout", limit));
    }

    @Override
    public Optional<UndoConfig> takenBack() {
      return undo;
    }
  }

  /// One request to a web service.
  record Http(
      @Required @Doc("What it does and when to use it, for the model.") String description,
      @Required @Doc("Where it goes, with places for arguments in path and query: {name}.")
          String url,
      @Doc("GET, POST, PUT, PATCH or DELETE.") String method,
      @Doc("Headers sent with every call.") Map<String, Secret> headers,
      @Doc("The JSON Schema of the arguments; a text for each place when absent.")
          Optional<Json.Obj> schema,
      @Doc("Which part of the answer the model gets, as JSONPath; all of it when absent.")
          Optional<String> result,
      @Doc("Whether the service honours the header Idempotency-Key.") boolean idempotent,
      @Doc("What a call does to the world; by its method when absent.") Optional<Effect> effect,
      @Doc("What to do with a call whose outcome a crash swallowed.") Optional<OnUnknown> onUnknown,
      @Doc("How long one attempt may take.") Optional<Duration> timeout,
      @Doc("How often a call may be tried in all.") Optional<Integer> attempts,
      @Doc("How many calls a minute it allows.") Optional<Integer> callsPerMinute,
      @Doc("Which of its calls a human must allow.") List<ToolApprovalConfig> approval,
      @Doc("How a call that has worked is taken back; a name alone is the tool that does it.")
          Optional<UndoConfig> undo)
      implements ToolConfig {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    static final Http STANDARD =
        new Http(
            "A service",
            "http://127.0.0.1/",
            "GET",
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    /// Refuses what no request could be.
    public Http {
      approval = List.copyOf(approval);
      attempts.ifPresent(count -> Require.within("attempts", count, 1, 100));
      callsPerMinute.ifPresent(count -> Require.within("calls-per-minute", count, 1, 1_000_000));
      timeout.ifPresent(limit -> Require.positive("timeout", limit));
      headers = InOrder.copyOf(headers);
      method = method.toUpperCase(Locale.ROOT);
      Require.notBlank("description", description);
      Require.headers("headers", headers);
      if (!METHODS.contains(method)) {
        throw new BadValueException(
            "method", " \"" + method + "\" must be GET, POST, PUT, PATCH or DELETE");
      }
    }

    @Override
    public Optional<UndoConfig> takenBack() {
      return undo;
    }
  }

  /// A web service that an OpenAPI document describes: a tool for each operation.
  record Openapi(
      @Required @Doc("The document, a file or a URL, JSON or YAML.") String document,
      @Doc("Which operations become tools, as globs over their ids; all when empty.")
          List<String> operations,
      @Doc("Where the service is; the document's first server when absent.") Optional<String> url,
      @Doc("Headers sent with every call.") Map<String, Secret> headers,
      @Doc("Whether the service honours the header Idempotency-Key.") boolean idempotent,
      @Doc("What every call does to the world; by its method when absent.") Optional<Effect> effect,
      @Doc("What to do with a call whose outcome a crash swallowed.") Optional<OnUnknown> onUnknown,
      @Doc("How long one attempt may take.") Optional<Duration> timeout,
      @Doc("How often a call may be tried in all.") Optional<Integer> attempts,
      @Doc("How many calls a minute each tool allows.") Optional<Integer> callsPerMinute,
      @Doc("Which calls of its tools a human must allow.") List<ToolApprovalConfig> approval,
      @Doc(
              "How calls of single operations are taken back, by globs over their ids, each as of"
                  + " any tool; the first that matches counts.")
          Map<String, UndoConfig> undo)
      implements ToolConfig {

    static final Openapi STANDARD =
        new Openapi(
            "openapi.json",
            List.of(),
            Optional.empty(),
            Map.of(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of());

    /// Copies the globs, headers and undos.
    public Openapi {
      approval = List.copyOf(approval);
      attempts.ifPresent(count -> Require.within("attempts", count, 1, 100));
      callsPerMinute.ifPresent(count -> Require.within("calls-per-minute", count, 1, 1_000_000));
      timeout.ifPresent(limit -> Require.positive("timeout", limit));
      operations = List.copyOf(operations);
      headers = InOrder.copyOf(headers);
      undo = InOrder.copyOf(undo);
      Require.headers("headers", headers);
      url.ifPresent(base -> Require.httpUrl("url", base));
    }
  }

  /// A database over JDBC: a tool for each statement.
  record Sql(
      @Required @Doc("The JDBC address, such as jdbc:sqlite:shop.db.") Secret url,
      @Doc("The user to log in as.") Optional<String> user,
      @Doc("The password to log in with.") Optional<Secret> password,
      @Required @Doc("The statements, by name.") Map<String, SqlStatementConfig> statements,
      @Doc("The most rows of a result.") int maxRows,
      @Doc("What every call does to the world; by its statement when absent.")
          Optional<Effect> effect,
      @Doc("What to do with a call whose outcome a crash swallowed.") Optional<OnUnknown> onUnknown,
      @Doc("How long one attempt may take.") Optional<Duration> timeout,
      @Doc("How often a call may be tried in all.") Optional<Integer> attempts,
      @Doc("How many calls a minute each tool allows.") Optional<Integer> callsPerMinute,
      @Doc("Which calls of its tools a human must allow.") List<ToolApprovalConfig> approval)
      implements ToolConfig {

    static final Sql STANDARD =
        new Sql(
            Secret.of("jdbc:sqlite::memory:"),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            200,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    /// Copies the statements.
    public Sql {
      approval = List.copyOf(approval);
      attempts.ifPresent(count -> Require.within("attempts", count, 1, 100));
      callsPerMinute.ifPresent(count -> Require.within("calls-per-minute", count, 1, 1_000_000));
      timeout.ifPresent(limit -> Require.positive("timeout", limit));
      statements = InOrder.copyOf(statements);
      Require.within("max-rows", maxRows, 1, 100_000);
      if (!url.reveal().startsWith("jdbc:")) {
        throw new BadValueException("url", " must begin with jdbc:");
      }
    }
  }
}
