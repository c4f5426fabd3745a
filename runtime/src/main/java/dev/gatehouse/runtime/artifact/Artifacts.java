package dev.gatehouse.runtime.artifact;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.spi.BlobStore;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.seat.Rows;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The files that sessions keep: bytes in the blob store, one row of the index each. They are gone
/// with the session. For any number of threads.
///
/// The caps hold among concurrent callers: each one first announces what it will keep, then counts
/// what is kept and announced, and takes its announcement back only when its row is there. So the
/// count errs on the side of too much.
public final class Artifacts {

  private final EventStore store;
  private final SharedBlobs blobs;
  private final InstantSource clock;
  private final Ids ids;
  private final Cap cap;
  private final Map<String, Amount> announced = new ConcurrentHashMap<>();

  /// How much a session may keep.
  public record Cap(int files, long bytes) {

    /// 500 files, 512 MiB.
    public static final Cap STANDARD = new Cap(500, 512L << 20);
  }

  private record Amount(int files, long bytes) {

    static final Amount NONE = new Amount(0, 0);

    Amount plus(Amount other) {
      return new Amount(files + other.files, bytes + other.bytes);
    }

    Amount minus(Amount other) {
      return new Amount(files - other.files, bytes - other.bytes);
    }
  }

  /// Artifacts in these stores.
  public Artifacts(EventStore store, BlobStore blobs, InstantSource clock, Cap cap) {
    this.store = store;
    this.blobs = new SharedBlobs(store, blobs);
    this.clock = clock;
    this.ids = new Ids(clock);
    this.cap = cap;
  }

  /// Keeps a file durably, under an id of its own.
  ///
  /// @throws ArtifactsFull when the session may not keep it
  public Artifact keep(String session, FileLabel label, byte[] bytes) {
    return keep(ids.artifact(), session, label, bytes);
  }

  /// Keeps a file durably; one that is known under this id is left as it is.
  ///
  /// @throws ArtifactsFull when the session may not keep it
  public Artifact keep(String id, String session, FileLabel label, byte[] bytes) {
    Optional<Artifact> known = find(id);
    if (known.isPresent()) {
      return known.get();
    }
    Row seat = seat(session);
    Amount wanted = new Amount(1, bytes.length);
    announced.merge(session, wanted, Amount::plus);
    try {
      requireRoom(session, label);
      Artifact kept =
          blobs.keep(
              bytes,
              digest -> {
                var file = new Artifact(id, session, label, bytes.length, digest, clock.instant());
                store.append(
                    new Commit(List.of(), List.of(), List.of(file.row(root(session), seat))));
                return file;
              });
      requireStillOpen(session);
      return kept;
    } finally {
      announced.computeIfPresent(
          session, (_, all) -> all.minus(wanted).equals(Amount.NONE) ? null : all.minus(wanted));
    }
  }

  private Row seat(String session) {
    return store
        .row(Rows.SESSION, session)
        .filter(row -> row.status().equals("open"))
        .orElseThrow(() -> over(session));
  }

  /// A session may have ended while a file was being kept.
  private void requireStillOpen(String session) {
    try {
      seat(session);
    } catch (GatehouseException over) {
      forget(session);
      throw over;
    }
  }

  private static GatehouseException over(String session) {
    return new GatehouseException(
        ErrorCode.caller("session_ended"),
        "session \"" + session + "\" is over and keeps no files any more");
  }

  private void requireRoom(String session, FileLabel label) {
    Amount all = kept(session).plus(announced.getOrDefault(session, Amount.NONE));
    if (all.files() > cap.files()) {
      throw new ArtifactsFull(
          "\""
              + label.name()
              + "\" is one too many: a session keeps at most "
              + cap.files()
              + " files; use another session");
    }
    if (all.bytes() > cap.bytes()) {
      throw new ArtifactsFull(
          "\""
              + label.name()
              + "\" is too much: a session keeps at most "
              + cap.bytes()
              + " bytes of files; use another session");
    }
  }

  private Amount kept(String session) {
    return list(session).stream()
        .map(file -> new Amount(1, file.size()))
        .reduce(Amount.NONE, Amount::plus);
  }

  /// {@return the files of a session, newest first}
  public List<Artifact> list(String session) {
    var query = RowQuery.of(Rows.ARTIFACT, cap.files() + 1).withSession(session);
    return store.rows(query).stream().map(Artifact::of).toList();
  }

  /// {@return a file by its id}
  public Optional<Artifact> find(String id) {
    return store.row(Rows.ARTIFACT, id).map(Artifact::of);
  }

  /// {@return a file by its id, if it is its owner's}
  ///
  /// @param session a session of the owner
  public Optional<Artifact> find(String id, String session) {
    Optional<Row> file = store.row(Rows.ARTIFACT, id);
    return file.filter(found ->
            found.session().equals(session)
                || store
                    .row(Rows.SESSION, session)
                    .filter(seat -> seat.owner().equals(found.owner()))
                    .isPresent())
        .map(Artifact::of);
  }

  /// {@return its bytes; empty when the store has lost them}
  public Optional<byte[]> bytes(Artifact artifact) {
    return blobs.find(artifact.digest());
  }

  /// Forgets the files of a session, and removes those bytes that no other file has.
  public void forget(String session) {
    List<Artifact> files = list(session);
    if (!files.isEmpty()) {
      store.forget(root(session));
      files.stream().map(Artifact::digest).distinct().forEach(blobs::release);
    }
  }

  /// The rows of a session's files are a tree of their own, which can be forgotten at the session's
  /// end while its log stays.
  private static String root(String session) {
    return "files/" + session;
  }
}
