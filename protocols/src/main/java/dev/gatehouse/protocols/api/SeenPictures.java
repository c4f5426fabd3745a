package dev.gatehouse.protocols.api;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.runtime.artifact.Artifact;
import dev.gatehouse.runtime.seat.Rows;
import java.util.Optional;

/// The kept pictures that the caller of a request may show to a model.
final class SeenPictures implements MessageReader.Pictures {

  private static final int MAX_ID = 100;

  private final ApiWorld world;
  private final Exchange exchange;

  SeenPictures(ApiWorld world, Exchange exchange) {
    this.world = world;
    this.exchange = exchange;
  }

  @Override
  public Optional<Content> find(BodyField field) {
    String id = field.text(1, MAX_ID);
    Optional<Artifact> file =
        world
            .runtime()
            .store()
            .row(Rows.ARTIFACT, id)
            .filter(row -> exchange.caller().mayTouch(row))
            .map(Artifact::of);
    if (file.isEmpty()) {
      field.wrong("is no artifact of this session");
      return Optional.empty();
    }
    String type = file.get().label().mediaType();
    if (!FileRoutes.PICTURES.contains(type)) {
      field.wrong("is no picture but " + type + "; models see PNG, JPEG, GIF and WebP");
      return Optional.empty();
    }
    return Optional.of(Content.Image.ofArtifact(id, type));
  }
}
