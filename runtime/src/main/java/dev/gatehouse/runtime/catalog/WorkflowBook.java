package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Outcome;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The workflows a gateway knows, in all their versions.
///
/// A workflow is a stream of the log of its own, and a version is its number in it: two that
/// publish at once cannot get the same one, and nothing that was published is ever changed. What is
/// configured belongs to everybody; what is posted belongs to the tenant that posted it.
///
/// For any number of threads.
public final class WorkflowBook {

  /// The kind of a workflow's row.
  public static final String ROW = "workflow";

  private static final String PUBLISHED = "workflow_published";
  private static final String EVERYBODY = "";
  private static final int SCHEMA = 1;
  private static final int PAGE = 200;

  private final EventStore store;
  private final InstantSource clock;
  private final Patterns patterns;
  private final Set<String> configured = ConcurrentHashMap.newKeySet();

  /// The workflows of a store.
  ///
  /// @param patterns compiles the conditions in them
  public WorkflowBook(EventStore store, InstantSource clock, Patterns patterns) {
    this.store = store;
    this.clock = clock;
    this.patterns = patterns;
  }

  /// One version of a workflow.
  ///
  /// @param version from 1
  /// @param digest the SHA-256 of what it says, in hexadecimal
  /// @param by who published it
  public record Edition(
      Workflow workflow, int version, String digest, Instant published, String by) {

    /// {@return the name of the workflow}
    public String id() {
      return workflow.id();
    }
  }

  /// What came of publishing a workflow.
  public sealed interface Publication {

    /// It is a new version.
    record Fresh(Edition edition) implements Publication {}

    /// It says what a version says that is there already.
    record Known(Edition edition) implements Publication {}

    /// The name belongs to a workflow that is configured, which only the configuration changes.
    record Taken(String id) implements Publication {}
  }

  /// Takes what is configured. A workflow that was changed since the last start is a new version.
  public void configure(List<Workflow> workflows) {
    for (Workflow workflow : workflows) {
      configured.add(workflow.id());
      var _ = publish(EVERYBODY, workflow, "configuration");
    }
  }

  /// Publishes a workflow of a tenant.
  public Publication publish(String tenant, Workflow workflow, String by) {
    if (!tenant.equals(EVERYBODY) && configured.contains(workflow.id())) {
      return new Publication.Taken(workflow.id());
    }
    Json document = WorkflowDocument.write(workflow);
    String digest = CallDigests.ofText(document.canonical());
    while (true) {
      List<Entry> known = entries(stream(tenant, workflow.id()));
      Optional<Edition> same =
          known.stream()
              .filter(entry -> digest(entry).equals(digest))
              .findFirst()
              .map(this::edition);
      if (same.isPresent()) {
        current(tenant, same.get());
        return new Publication.Known(same.get());
      }
      var edition = new Edition(workflow, known.size() + 1, digest, clock.instant(), by);
      if (append(tenant, edition, document)) {
        return new Publication.Fresh(edition);
      }
    }
  }

  /// The configuration says which version counts, also when it goes back to an earlier one.
  private void current(String tenant, Edition edition) {
    if (tenant.equals(EVERYBODY)) {
      var _ =
          store.append(new EventStore.Commit(List.of(), List.of(), List.of(row(tenant, edition))));
    }
  }

  /// {@return whether nobody else took the version first}
  private boolean append(String tenant, Edition edition, Json document) {
    String stream = stream(tenant, edition.id());
    String body =
        Json.object()
            .put("digest", edition.digest())
            .put("by", edition.by())
            .put("workflow", document)
            .build()
            .toString();
    var entry =
        new Entry(
            stream,
            edition.version(),
            edition.version(),
            edition.published(),
            SCHEMA,
            PUBLISHED,
            body);
    Outcome outcome =
        store.append(
            new EventStore.Commit(
                List.of(new EventStore.Append(stream, stream, List.of(entry))),
                List.of(),
                List.of(row(tenant, edition))));
    return outcome instanceof Outcome.Appended;
  }

  private Row row(String tenant, Edition edition) {
    String stream = stream(tenant, edition.id());
    return new Row(
        ROW,
        stream,
        stream,
        tenant,
        tenant,
        "published",
        "",
        edition.id(),
        edition.published(),
        edition.published(),
        edition.id(),
        Json.obj("version", Json.of(edition.version())).toString());
  }

  /// Finds the version of a workflow that counts now.
  ///
  /// @param tenant whose it may be, besides everybody's
  public Optional<Edition> find(String tenant, String id) {
    String stream = stream(owner(tenant, id), id);
    return store
        .row(ROW, stream)
        .flatMap(row -> Json.parse(row.body()).at("version"))
        .flatMap(Json::number)
        .flatMap(version -> edition(stream, version.intValueExact()));
  }

  /// Finds a version of a workflow.
  ///
  /// @param tenant whose it may be, besides everybody's
  public Optional<Edition> find(String tenant, String id, int version) {
    return edition(stream(owner(tenant, id), id), version);
  }

  private String owner(String tenant, String id) {
    return configured.contains(id) ? EVERYBODY : tenant;
  }

  private Optional<Edition> edition(String stream, int version) {
    return version < 1
        ? Optional.empty()
        : store.read(stream, version - 1L, 1).stream().findFirst().map(this::edition);
  }

  private List<Entry> entries(String stream) {
    List<Entry> all = new ArrayList<>();
    List<Entry> page;
    do {
      page = store.read(stream, all.size(), PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  private static Json body(Entry entry) {
    return JsonReader.read(entry.body(), JsonLimits.OWN);
  }

  private static String digest(Entry entry) {
    return body(entry).at("digest").flatMap(Json::text).orElse("");
  }

  private Edition edition(Entry entry) {
    Json body = body(entry);
    return new Edition(
        WorkflowDocument.read(body.at("workflow").orElse(Json.NULL), patterns),
        Math.toIntExact(entry.seq()),
        digest(entry),
        entry.at(),
        body.at("by").flatMap(Json::text).orElse(""));
  }

  /// {@return the workflows a tenant may run, in their versions that count now, the newest first}
  public List<Edition> all(String tenant) {
    return Stream.concat(configured.stream(), posted(tenant).stream())
        .distinct()
        .flatMap(id -> find(tenant, id).stream())
        .sorted(Comparator.comparing(Edition::published).reversed().thenComparing(Edition::id))
        .toList();
  }

  private List<String> posted(String tenant) {
    List<String> ids = new ArrayList<>();
    Optional<String> before = Optional.empty();
    List<Row> page;
    do {
      page = store.rows(query(tenant, before));
      page.forEach(row -> ids.add(row.subject()));
      before = page.isEmpty() ? before : Optional.of(page.getLast().id());
    } while (page.size() == PAGE);
    return ids;
  }

  private static RowQuery query(String tenant, Optional<String> before) {
    RowQuery all = RowQuery.of(ROW, PAGE).withTenant(tenant);
    return before.map(all::withBefore).orElse(all);
  }

  /// Names of workflows hold no slash.
  private static String stream(String tenant, String id) {
    return ROW + ":" + tenant + "/" + id;
  }
}
