package dev.gatehouse.runtime;

import dev.gatehouse.core.inquiry.Happened;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.BlobStore;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.core.spi.StoreException;
import dev.gatehouse.runtime.approval.Grants;
import dev.gatehouse.runtime.approval.Waiters;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.FlowProfile;
import dev.gatehouse.runtime.catalog.WorkflowBook;
import dev.gatehouse.runtime.delivery.Outbox;
import dev.gatehouse.runtime.engine.AgentLoad;
import dev.gatehouse.runtime.engine.LocalEngine;
import dev.gatehouse.runtime.engine.Performing;
import dev.gatehouse.runtime.engine.ToolPerformer;
import dev.gatehouse.runtime.feed.Feed;
import dev.gatehouse.runtime.routing.HealthBook;
import dev.gatehouse.runtime.seat.BudgetExceeded;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.runtime.seat.Change;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.runtime.seat.RunArchive;
import dev.gatehouse.runtime.seat.SeatWorld;
import dev.gatehouse.runtime.seat.Seats;
import dev.gatehouse.runtime.stream.LiveStreams;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.runtime.team.Office;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A running agent server without its wires: takes changes to sessions and runs, sees to it that what follows from them
/// happens, and shows it to whoever looks on.
///
///     change → seat (one owner) → core decides → one commit → publish, answer, dispatch → engine → change …
public final class AgentRuntime implements AutoCloseable {

  private static final int RECOVERY_PAGE = 200;

  private final Parts parts;
  private final Scope scope = new Scope();
  private final LiveStreams streams = new LiveStreams();
  private final Ids ids;
  private final RunArchive archive;
  private final Artifacts artifacts;
  private final WorkflowBook workflows;
  private final Waiters waiters = new Waiters();
  private final AgentLoad load = new AgentLoad();
  private final Feed feed;
  private final HealthBook health;
  private final Outbox outbox;
  private final LocalEngine engine;
  private final Seats seats;

  /// What a runtime is made of.
  ///
  /// @param budgets what sessions may spend
  /// @param observer hears of every event once it is durable
  public record Parts(
      EventStore store,
      BlobStore blobs,
      Catalog catalog,
      SchemaValidator schemas,
      InstantSource clock,
      Budgets budgets,
      SeatWorld.Observer observer) {}

  private AgentRuntime(Parts parts) {
    this.parts = parts;
    this.ids = new Ids(parts.clock());
    this.health = new HealthBook(parts.clock());
    this.archive = new RunArchive(parts.store());
    this.artifacts =
        new Artifacts(parts.store(), parts.blobs(), parts.clock(), Artifacts.Cap.STANDARD);
    this.workflows =
        new WorkflowBook(parts.store(), parts.clock(), parts.catalog().policy().patterns());
    this.feed = new Feed(Long.toString(parts.clock().millis(), 36));
    this.outbox = new Outbox(parts.store(), parts.clock());
    this.engine = new LocalEngine(scope, parts.clock(), performers(), this::tell);
    this.seats =
        new Seats(
            new SeatWorld(
                parts.store(),
                archive,
                RunMachine.STANDARD,
                parts.budgets(),
                parts.clock(),
                scope,
                streams,
                engine,
                waiters,
                load,
                feed,
                outbox,
                parts.observer()));
  }

  private LocalEngine.Performers performers() {
    return Performing.of(
        parts.store(),
        parts.catalog(),
        parts.schemas(),
        grants(),
        new TeamOffice(),
        load,
        new ToolPerformer.Desk(streams, artifacts, waiters, ids),
        scope,
        parts.clock(),
        health);
  }

  /// The tools of a leader reach the runtime only when they are called, long after it was made.
  private final class TeamOffice implements Office {

    @Override
    public <T> T post(String session, Change<T> change) {
      return AgentRuntime.this.post(session, change);
    }

    @Override
    public Catalog catalog() {
      return parts.catalog();
    }

    @Override
    public Optional<Published> workflow(String tenant, String id) {
      return workflows
          .find(tenant, id)
          .map(edition ->
              new Published(
                  edition.workflow(), edition.version(), FlowProfile.of(edition.workflow())));
    }

    @Override
    public Waiters waiters() {
      return waiters;
    }

    @Override
    public Instant now() {
      return parts.clock().instant();
    }
  }

  /// Opens a runtime and goes on with every run that an earlier process left open.
  public static AgentRuntime open(Parts parts) {
    AgentRuntime runtime = new AgentRuntime(parts);
    parts.catalog().sources().forEach(source -> source.onChange(runtime.streams::tell));
    runtime.workflows.configure(parts.catalog().workflows());
    runtime.recover();
    return runtime;
  }

  private void recover() {
    Set<String> sessions = new HashSet<>();
    Optional<String> before = Optional.empty();
    List<Row> page;
    do {
      page = parts.store().rows(openRuns(before));
      for (Row row : page) {
        streams.open(row.root(), archive.pos(row.root()));
        sessions.add(row.session());
        load.begin(row.id(), row.subject());
      }
      before = page.isEmpty() ? before : Optional.of(page.getLast().id());
    } while (page.size() == RECOVERY_PAGE);
    for (String session : sessions) {
      seats.post(session, new Changes.Recover(ids::question));
    }
  }

  /// {@return a run as `GET /runs/{id}` shows it}
  public Json shown(String run) {
    return parts
        .store()
        .row(Rows.RUN, run)
        .map(row -> Json.parse(row.body()))
        .orElseThrow(() -> new IllegalStateException("run '" + run + "' has no row"));
  }

  private static RowQuery openRuns(Optional<String> before) {
    RowQuery all = RowQuery.of(Rows.RUN, RECOVERY_PAGE).withStatus("queued", "running", "waiting");
    return before.map(all::withBefore).orElse(all);
  }

  /// Has a change made to a session, and waits until it is durable.
  ///
  /// @throws StoreException when it could not be made durable; it was not made then
  public <T> T post(String session, Change<T> change) {
    return seats.post(session, change);
  }

  /// Says something to a run, and waits until it is durable.
  ///
  /// @throws StoreException when it could not be made durable
  /// @throws BudgetExceeded when a ledger refused it
  public Result tell(String session, String run, RunInput input) {
    return seats.post(session, new Changes.Tell(run, input));
  }

  /// Waits for the end of a run.
  ///
  /// @return the run as it is afterwards, or after that time; empty when there is none
  public Optional<RunState> ended(String session, String run, Duration patience)
      throws InterruptedException {
    return new TeamOffice().ended(session, run, patience);
  }

  /// Looks on at a run tree from a place on.
  public Onlooker look(String root, Place from) {
    return new Onlooker(root, from, archive.reader(root), () -> streams.find(root));
  }

  /// {@return all that changes, for lists and inboxes}
  public Feed feed() {
    return feed;
  }

  /// Looks on at a run that is about to be admitted, and misses nothing of it, not even what is
  /// never stored. If it is not admitted, it is to be forgotten. A run that has begun before,
  /// because its request comes again, is looked on at as any other.
  public Onlooker anticipate(String run) {
    return archive.pos(run) > 0 ? look(run, Place.START) : anticipateNew(run);
  }

  /// Looks on at a run that is about to be admitted under an id that was just made.
  public Onlooker anticipateNew(String run) {
    return streams.anticipate(run, archive.reader(run));
  }

  /// Forgets a run that nobody looks forward to any more, unless it has begun.
  public void forget(String run) {
    streams.forget(run);
  }

  /// {@return whether somebody looks on at a run tree in this process}
  public boolean isWatched(String root) {
    return streams.find(root).filter(stream -> !stream.unwatched()).isPresent();
  }

  /// {@return all that has happened in a run, in order}
  public List<Happened> log(String run) {
    return archive.log(run);
  }

  /// {@return how far the log of a run tree reaches}
  public long end(String root) {
    return archive.pos(root);
  }

  /// {@return the standing approvals}
  public Grants grants() {
    return new Grants(parts.store(), parts.catalog().policy().patterns());
  }

  /// {@return what this gateway serves}
  public Catalog catalog() {
    return parts.catalog();
  }

  /// {@return the workflows that are configured or were posted}
  public WorkflowBook workflows() {
    return workflows;
  }

  /// {@return what this process knows of the deployments of models}
  public HealthBook health() {
    return health;
  }

  /// {@return the store, for lists}
  public EventStore store() {
    return parts.store();
  }

  /// {@return what is owed to places outside}
  public Outbox outbox() {
    return outbox;
  }

  /// {@return the files that sessions keep}
  public Artifacts artifacts() {
    return artifacts;
  }

  /// {@return the maker of ids}
  public Ids ids() {
    return ids;
  }

  /// {@return the clock}
  public InstantSource clock() {
    return parts.clock();
  }

  /// {@return how many run trees are live}
  public int liveRuns() {
    return streams.size();
  }

  /// Forgets what nobody has used for a while. To be called now and then.
  public void sweep() {
    seats.sweep();
  }

  /// Stops: nothing new begins, what is in flight may finish for a while, the rest is left to the
  /// next process.
  public void close(Duration patience) {
    engine.drain(patience);
    streams.close();
    scope.close();
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(2));
  }
}
