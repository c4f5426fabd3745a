package dev.gatehouse.protocols.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which answers each route has when all goes well: the status, and the name of the schema among
/// [AnswerSchemas]. Streams, files and pictures have none.
final class AnswerTable {

  /// What comes in lists.
  static final List<String> LISTED =
      List.of(
          "Session",
          "Event",
          "Approval",
          "Question",
          "Grant",
          "Delivery",
          "Agent",
          "Tool",
          "Model",
          "Skill",
          "Workflow",
          "Schedule");

  /// Routes that create something, and do it once for each `Idempotency-Key`.
  static final Set<String> ONCE =
      Set.of(
          "POST /chat/init",
          "POST /chat",
          "POST /sessions/{id}/fork",
          "POST /runs",
          "POST /runs/{id}/fork",
          "POST /runs/{id}/retry",
          "POST /workflows",
          "POST /schedules",
          "POST /schedules/{id}/run",
          "POST /files");

  /// Routes that answer with a stream or with JSON, as the request likes.
  static final Set<String> EITHER = Set.of("GET /runs/{id}/events");

  private static final Map<String, Map<Integer, String>> ROUTES = routes();

  private AnswerTable() {}

  /// {@return the names of the schemas by status, none for a route that answers no JSON}
  static Map<Integer, String> of(String route) {
    return ROUTES.getOrDefault(route, Map.of());
  }

  private static Map<String, Map<Integer, String>> routes() {
    Map<String, Map<Integer, String>> all = new TreeMap<>();
    all.put("GET /health", Map.of(200, "Health"));
    all.put("GET /ready", Map.of(200, "Ready"));
    all.put("GET /openapi.json", Map.of(200, "OpenApi"));
    all.put("POST /files", Map.of(201, "File"));
    sessions(all);
    runs(all);
    people(all);
    catalog(all);
    return all;
  }

  private static void sessions(Map<String, Map<Integer, String>> all) {
    all.put("POST /chat/init", Map.of(200, "Admission"));
    all.put("POST /chat/cancel", Map.of(202, "Ok", 200, "Ok"));
    all.put("POST /chat/tool-approval", Map.of(200, "Ok"));
    all.put("POST /chat/tool-result", Map.of(200, "Ok"));
    all.put("GET /sessions", Map.of(200, "SessionList"));
    all.put("GET /sessions/{id}", Map.of(200, "Session"));
    all.put("GET /sessions/{id}/messages", Map.of(200, "MessageList"));
    all.put("POST /sessions/{id}/fork", Map.of(201, "Ticket"));
  }

  private static void runs(Map<String, Map<Integer, String>> all) {
    all.put("POST /runs", Map.of(202, "RunBrief", 200, "Run"));
    all.put("GET /runs", Map.of(200, "RunList"));
    all.put("GET /runs/{id}", Map.of(200, "Run"));
    all.put("GET /runs/{id}/wait", Map.of(200, "Run"));
    all.put("GET /runs/{id}/events", Map.of(200, "EventList"));
    all.put("GET /runs/{id}/why", Map.of(200, "Why"));
    all.put("GET /runs/{id}/blocked-on", Map.of(200, "BlockedOn"));
    all.put("GET /runs/{id}/graph", Map.of(200, "Graph"));
    all.put("POST /runs/{id}/cancel", Map.of(202, "Ok", 200, "Ok"));
    for (String act :
        List.of(
            "pause",
            "resume",
            "fork",
            "signal",
            "retry",
            "nodes",
            "nodes/{node}/skip",
            "nodes/{node}/retry")) {
      all.put("POST /runs/{id}/" + act, Map.of(202, "RunBrief"));
    }
  }

  private static void people(Map<String, Map<Integer, String>> all) {
    all.put("GET /approvals", Map.of(200, "ApprovalList"));
    all.put("POST /approvals/{id}", Map.of(200, "Approval"));
    all.put("GET /questions", Map.of(200, "QuestionList"));
    all.put("POST /questions/{id}", Map.of(200, "Question"));
    all.put("GET /grants", Map.of(200, "GrantList"));
    all.put("DELETE /grants/{id}", Map.of(200, "Ok"));
    all.put("GET /deliveries", Map.of(200, "DeliveryList"));
    all.put("POST /deliveries/{id}/retry", Map.of(200, "Delivery"));
    all.put("DELETE /deliveries/{id}", Map.of(200, "Delivery"));
  }

  private static void catalog(Map<String, Map<Integer, String>> all) {
    all.put("GET /agents", Map.of(200, "AgentList"));
    all.put("GET /agents/{name}", Map.of(200, "Agent"));
    all.put("GET /tools", Map.of(200, "ToolList"));
    all.put("GET /models", Map.of(200, "ModelList"));
    all.put("GET /skills", Map.of(200, "SkillList"));
    all.put("POST /workflows", Map.of(201, "Workflow", 200, "Workflow"));
    all.put("GET /workflows", Map.of(200, "WorkflowList"));
    all.put("GET /workflows/{id}", Map.of(200, "WorkflowDocument"));
    all.put("GET /workflows/{id}/graph", Map.of(200, "Graph"));
    all.put("GET /schedules", Map.of(200, "ScheduleList"));
    all.put("POST /schedules", Map.of(201, "Schedule"));
    all.put("GET /schedules/{id}", Map.of(200, "Schedule"));
    all.put("PATCH /schedules/{id}", Map.of(200, "Schedule"));
    all.put("POST /schedules/{id}/run", Map.of(202, "Tick"));
  }
}
