package dev.gatehouse.gateway.state;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.core.spi.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// A folder in which an agent's state outlives its runs.
///
///     state.json            the state, with its version and the keys of its latest changes
///     state.schema.json     what it must look like, if somebody says so
///     state-history/        earlier versions, the latest 50
///
/// A change is one replaced file: it is there or it is not. The key it came with lies in the same
/// file, so a change that comes again after a crash is known to be made, however many others were
/// made since. One thread makes all changes; any thread may ask for them.
public final class StateFolder implements AutoCloseable {

  /// How many earlier versions are kept.
  static final int MAX_HISTORY = 50;

  private static final String STATE = "state.json";
  private static final String SCHEMA = "state.schema.json";
  private static final String HISTORY = "state-history";

  private final Path folder;
  private final StateShape shape;
  private final InstantSource clock;
  private final ExecutorService owner =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("gatehouse-state").daemon().factory());
  private volatile KeptState now;

  /// A change that is wanted.
  ///
  /// @param key the same for every attempt at it
  /// @param tainted whether strangers' words may stand in it
  /// @param changes a JSON merge patch
  public record Patch(String key, boolean tainted, Json.Obj changes) {}

  /// What became of a change.
  public sealed interface Change {

    /// It is made, now or earlier.
    record Made(KeptState now) implements Change {}

    /// It is not, since the state would not be what it must be.
    record Refused(String why) implements Change {}
  }

  private StateFolder(Path folder, StateShape shape, KeptState now, InstantSource clock) {
    this.folder = folder;
    this.shape = shape;
    this.now = now;
    this.clock = clock;
  }

  /// Opens a folder, and makes it when there is none.
  ///
  /// @param schema what the state must look like; the folder's own file says it when this is empty
  /// @throws StateException when what lies there is no state, or does not fit its schema
  public static StateFolder open(
      Path folder, Optional<Json.Obj> schema, SchemaValidator schemas, InstantSource clock) {
    StateShape shape = new StateShape(schema.or(() -> schema(folder)), schemas);
    shape
        .flaw()
        .ifPresent(flaw -> {
          throw new StateException(
              "the schema of the state in \"" + folder + "\" is none: " + flaw);
        });
    KeptState kept = read(folder);
    if (kept.version() > 0 || !kept.state().members().isEmpty()) {
      shape
          .misfit(kept.state())
          .ifPresent(why -> {
            throw new StateException(
                "\"" + folder.resolve(STATE) + "\" cannot be used: " + why + "; mend it by hand");
          });
    }
    try {
      Files.createDirectories(folder.resolve(HISTORY));
    } catch (IOException failed) {
      throw new StateException("\"" + folder + "\" cannot be made: " + failed, failed);
    }
    return new StateFolder(folder, shape, kept, clock);
  }

  private static Optional<Json.Obj> schema(Path folder) {
    return content(folder.resolve(SCHEMA))
        .map(text -> {
          try {
            return Json.parse(text).asObject().orElseThrow(() -> none(folder, "no object"));
          } catch (JsonException malformed) {
            throw none(folder, String.valueOf(malformed.getMessage()));
          }
        });
  }

  private static StateException none(Path folder, String why) {
    return new StateException("\"" + folder.resolve(SCHEMA) + "\" is no JSON Schema: " + why);
  }

  private static KeptState read(Path folder) {
    Path file = folder.resolve(STATE);
    try {
      return content(file).map(KeptState::parse).orElse(KeptState.NOTHING);
    } catch (JsonException | IllegalArgumentException | DateTimeException wrong) {
      throw new StateException(
          "\"" + file + "\" is no state: " + wrong.getMessage() + "; mend it or take it away",
          wrong);
    }
  }

  private static Optional<byte[]> content(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException failed) {
      throw new StateException("\"" + file + "\" cannot be read: " + failed, failed);
    }
  }

  /// {@return what is kept now}
  public KeptState kept() {
    return now;
  }

  /// {@return the schema the state must satisfy}
  public Optional<Json.Obj> schema() {
    return shape.schema();
  }

  /// Merges a patch into the state, once for each key.
  ///
  /// @throws StateException when it cannot be written; the state is what it was then
  public Change change(Patch patch) throws InterruptedException {
    return owned(() -> {
      KeptState before = now;
      if (before.applied().contains(patch.key()) || patch.changes().members().isEmpty()) {
        return new Change.Made(before);
      }
      Json.Obj next = MergePatch.apply(before.state(), patch.changes());
      Optional<String> misfit = shape.misfit(next);
      return misfit.isPresent()
          ? new Change.Refused(misfit.get())
          : made(before, before.after(patch, next, clock.instant()));
    });
  }

  private Change made(KeptState before, KeptState after) throws IOException {
    if (!before.state().members().isEmpty()) {
      Path earlier =
          folder
              .resolve(HISTORY)
              .resolve(String.format(Locale.ROOT, "%06d.json", before.version()));
      DurableFile.write(earlier, written(before));
    }
    DurableFile.write(folder.resolve(STATE), written(after));
    now = after;
    forgetOld();
    return new Change.Made(after);
  }

  private static byte[] written(KeptState kept) {
    return JsonWriter.bytes(kept.json());
  }

  private void forgetOld() throws IOException {
    List<Path> versions;
    try (Stream<Path> files = Files.list(folder.resolve(HISTORY))) {
      versions = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    for (Path old : versions.subList(0, Math.max(0, versions.size() - MAX_HISTORY))) {
      Files.deleteIfExists(old);
    }
  }

  private <T> T owned(Callable<T> work) throws InterruptedException {
    try {
      return owner.submit(work).get();
    } catch (ExecutionException failed) {
      throw new StateException(
          "the state in \"" + folder + "\" cannot be written: " + failed.getCause(), failed);
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
