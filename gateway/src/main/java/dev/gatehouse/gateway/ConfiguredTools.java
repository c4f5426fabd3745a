package dev.gatehouse.gateway;

import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.tools.http.HttpCall;
import dev.gatehouse.adapters.tools.http.HttpTool;
import dev.gatehouse.adapters.tools.http.ResultPath;
import dev.gatehouse.adapters.tools.http.UrlTemplate;
import dev.gatehouse.adapters.tools.openapi.OpenApiDocument;
import dev.gatehouse.adapters.tools.sql.NamedStatement;
import dev.gatehouse.adapters.tools.sql.SqlAccess;
import dev.gatehouse.adapters.tools.sql.SqlTool;
import dev.gatehouse.core.Glob;
import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.Secret;
import dev.gatehouse.gateway.config.SqlStatementConfig;
import dev.gatehouse.gateway.config.ToolConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tools that are made of configuration alone, and the ways out they share.
final class ConfiguredTools implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Egress egress = Egress.open();
  private final List<SqlAccess> databases = new ArrayList<>();
  private final List<Tool> tools = new ArrayList<>();
  private final SchemaValidator schemas;

  private ConfiguredTools(SchemaValidator schemas) {
    this.schemas = schemas;
  }

  /// Makes them.
  ///
  /// @throws ConfigException when one cannot be made
  static ConfiguredTools of(GatehouseConfig config, SchemaValidator schemas) {
    var made = new ConfiguredTools(schemas);
    try {
      config.tools().forEach(made::add);
    } catch (ConfigException wrong) {
      made.close();
      throw wrong;
    }
    return made;
  }

  List<Tool> tools() {
    return List.copyOf(tools);
  }

  private void add(String name, ToolConfig config) {
    try {
      switch (config) {
        case ToolConfig.Treatment _ -> {}
        case ToolConfig.Http http -> add(http(name, http));
        case ToolConfig.Openapi openapi -> openapi(name, openapi);
        case ToolConfig.Sql sql -> sql(name, sql);
      }
    } catch (IllegalArgumentException unfit) {
      throw new ConfigException(
          "gatehouse.yaml",
          List.of(new ConfigError(0, "tools." + name, String.valueOf(unfit.getMessage()))));
    }
  }

  private void add(Tool tool) {
    var wrong = schemas.check(tool.spec().inputSchema());
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "the schema of \"" + tool.spec().name() + "\" is none: " + wrong.getFirst().message());
    }
    tools.add(tool);
  }

  private HttpTool http(String name, ToolConfig.Http config) {
    UrlTemplate url = UrlTemplate.parse(config.url());
    HttpCall call = HttpCall.of(config.method(), url);
    Json.Obj schema = config.schema().orElseGet(() -> texts(url.names()));
    return new HttpTool(
        new ToolSpec(name, config.description(), schema),
        policy(config, call, config.idempotent() ? Honour.KEY : Honour.NOTHING),
        call,
        revealed(config.headers()),
        config.result().map(ResultPath::parse).orElse(ResultPath.WHOLE),
        egress);
  }

  /// What a service does with the idempotency key.
  private enum Honour {
    KEY,
    NOTHING
  }

  private static ToolPolicy policy(ToolConfig config, HttpCall call, Honour honour) {
    ToolPolicy own =
        ToolPolicy.STANDARD
            .withEffect(call.reads() ? Effect.READ : Effect.WRITE)
            .withTimeout(TIMEOUT)
            .untrusted();
    return config.over(honour == Honour.KEY ? own.idempotently() : own);
  }

  private static Map<String, String> revealed(Map<String, Secret> headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach((name, secret) -> texts.put(name, secret.reveal()));
    return texts;
  }

  private void openapi(String name, ToolConfig.Openapi config) {
    OpenApiDocument document = DocumentSource.read(config.document(), egress);
    String base =
        config
            .url()
            .or(document::server)
            .orElseThrow(() ->
                new IllegalArgumentException("the document names no server in full; give its url"));
    List<OpenApiDocument.Operation> operations =
        document.operations(base).stream()
            .filter(operation -> wanted(operation.id(), config.operations()))
            .toList();
    if (operations.isEmpty()) {
      throw new IllegalArgumentException("no operation of the document matches");
    }
    requireUndoable(name, config, operations.stream().map(OpenApiDocument.Operation::id).toList());
    operations.forEach(operation -> add(operation(name, config, operation)));
  }

  private HttpTool operation(
      String name, ToolConfig.Openapi config, OpenApiDocument.Operation operation) {
    ToolPolicy own =
        policy(config, operation.call(), config.idempotent() ? Honour.KEY : Honour.NOTHING);
    return new HttpTool(
        new ToolSpec(name + "_" + operation.id(), operation.description(), operation.schema()),
        undo(operation.id(), config).map(own::withUndo).orElse(own),
        operation.call(),
        revealed(config.headers()),
        ResultPath.WHOLE,
        egress);
  }

  private static Optional<Undo> undo(String id, ToolConfig.Openapi config) {
    return config.undo().entrySet().stream()
        .filter(each -> Glob.matches(each.getKey(), id))
        .map(each -> each.getValue().undo())
        .findFirst();
  }

  /// An undo that belongs to no operation is a mistake, not a silence.
  private static void requireUndoable(String name, ToolConfig.Openapi config, List<String> ids) {
    List<ConfigError> errors =
        config.undo().keySet().stream()
            .filter(glob -> ids.stream().noneMatch(id -> Glob.matches(glob, id)))
            .map(
                glob -> new ConfigError(0, "tools." + name + ".undo." + glob, unmatched(glob, ids)))
            .toList();
    if (!errors.isEmpty()) {
      throw new ConfigException("gatehouse.yaml", errors);
    }
  }

  private static String unmatched(String glob, List<String> ids) {
    return "no operation that becomes a tool is called \""
        + glob
        + "\""
        + NearestName.of(glob, ids).map(near -> "; did you mean \"" + near + "\"?").orElse("");
  }

  private static boolean wanted(String id, List<String> globs) {
    return globs.isEmpty() || globs.stream().anyMatch(glob -> Glob.matches(glob, id));
  }

  private void sql(String name, ToolConfig.Sql config) {
    SqlAccess access =
        SqlAccess.to(
            name, config.url().reveal(), config.user(), config.password().map(Secret::reveal));
    databases.add(access);
    config
        .statements()
        .forEach((statement, what) -> {
          NamedStatement parsed = NamedStatement.parse(what.sql());
          ToolPolicy plain = ToolPolicy.STANDARD.withEffect(what.effect()).withTimeout(TIMEOUT);
          ToolPolicy own = what.undo().map(it -> plain.withUndo(it.undo())).orElse(plain);
          add(
              new SqlTool(
                  new ToolSpec(name + "_" + statement, what.description(), schema(what, parsed)),
                  config.over(own),
                  parsed,
                  config.maxRows(),
                  access));
        });
  }

  private static Json.Obj schema(SqlStatementConfig statement, NamedStatement parsed) {
    Set<String> names = new LinkedHashSet<>(parsed.names());
    Optional<Json.Obj> described = statement.parameters();
    if (described.isEmpty()) {
      return texts(names);
    }
    if (!described.get().members().keySet().equals(names)) {
      throw new IllegalArgumentException(
          "parameters describes "
              + described.get().members().keySet()
              + ", and the statement has "
              + names);
    }
    return object(described.get(), names);
  }

  private static Json.Obj texts(Set<String> names) {
    var properties = Json.object();
    names.forEach(name -> properties.put(name, Json.obj("type", Json.of("string"))));
    return object(properties.build(), names);
  }

  private static Json.Obj object(Json.Obj properties, Set<String> required) {
    return Json.object()
        .put("type", "object")
        .put("properties", properties)
        .put("required", Json.array(required.stream().map(Json::of).toList()))
        .put("additionalProperties", false)
        .build();
  }

  @Override
  public void close() {
    databases.forEach(SqlAccess::close);
    egress.close();
  }
}
