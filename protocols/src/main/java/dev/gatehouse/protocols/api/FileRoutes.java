package dev.gatehouse.protocols.api;

import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.MultipartForm;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.artifact.Artifact;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.artifact.ArtifactsFull;
import dev.gatehouse.runtime.artifact.FileLabel;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Files that sessions keep: what clients bring, and what they take away.
///
/// Files are never opened or unpacked here. What a browser could run is handed out as bytes without
/// a type.
final class FileRoutes {

  /// Uploads are read into memory, so few are read at a time.
  private static final int MAX_UPLOADS = 8;

  private static final String FIELD = "file";

  /// What a browser shows without running anything in it.
  static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private static final List<String> RUNNABLE =
      List.of("html", "xml", "svg", "script", "xhtml", "pdf", "flash", "mhtml", "multipart");

  private final ApiWorld world;
  private final Idempotency idempotency;
  private final Semaphore slots = new Semaphore(MAX_UPLOADS);

  FileRoutes(ApiWorld world, Idempotency idempotency) {
    this.world = world;
    this.idempotency = idempotency;
  }

  /// `POST /files`
  void upload(Exchange exchange) throws IOException {
    String session = session(exchange);
    if (!slots.tryAcquire()) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.TOO_MANY_UPLOADS,
              MAX_UPLOADS + " files are being uploaded; try again in a moment"));
    }
    try {
      exchange.json(201, keep(exchange, session).json());
    } finally {
      slots.release();
    }
  }

  private String session(Exchange exchange) {
    String id =
        exchange
            .query()
            .text("session_id")
            .or(() -> exchange.caller().session())
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(
                        ProblemCode.BAD_PARAMETER, "an API key has no session: send session_id")));
    return world.row(exchange, Rows.SESSION, id).id();
  }

  private Artifact keep(Exchange exchange, String session) throws IOException {
    int most = world.settings().maxUpload();
    MultipartForm.Upload file = exchange.form(most).file(FIELD);
    if (file.size() > most) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.TOO_LARGE, "the file has more than " + most + " bytes; send less"));
    }
    FileLabel label = label(file);
    byte[] bytes = file.bytes();
    Artifacts artifacts = world.runtime().artifacts();
    String fresh = world.runtime().ids().artifact();
    Idempotency.Claim claim =
        idempotency.claim(exchange, bytes, "files\n" + session + "\n" + label, fresh);
    try {
      return artifacts.keep(claim.id(), session, label, bytes);
    } catch (ArtifactsFull full) {
      idempotency.release(claim);
      throw new ProblemException(
          Problem.of(ProblemCode.ARTIFACTS_FULL, String.valueOf(full.getMessage())));
    }
  }

  private static FileLabel label(MultipartForm.Upload file) {
    try {
      return new FileLabel(file.name(), file.mediaType());
    } catch (IllegalArgumentException unfit) {
      throw new ProblemException(
          Problem.invalidBody(
              List.of(new Violation("/" + FIELD, String.valueOf(unfit.getMessage())))));
    }
  }

  /// `GET /artifacts/{id}`
  void fetch(Exchange exchange) throws IOException {
    Row row = world.row(exchange, Rows.ARTIFACT, exchange.value("id"));
    Artifact file = Artifact.of(row);
    byte[] bytes =
        world
            .runtime()
            .artifacts()
            .bytes(file)
            .orElseThrow(() -> new ProblemException(Problem.notFound(Rows.ARTIFACT, row.id())));
    String type = file.label().mediaType();
    boolean inline = PICTURES.contains(type);
    exchange.addHeader(
        "Content-Disposition", (inline ? "inline" : "attachment") + named(file.label().name()));
    exchange.addHeader("X-Content-Type-Options", "nosniff");
    exchange.addHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    exchange.addHeader("Cache-Control", "private, no-cache");
    boolean runnable = RUNNABLE.stream().anyMatch(type::contains);
    exchange.bytes(200, runnable ? "application/octet-stream" : type, bytes);
  }

  /// RFC 6266: a plain name for old clients, and the exact one.
  private static String named(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    String exact =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
  }
}
