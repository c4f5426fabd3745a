package dev.gatehouse.adapters.openai;

import dev.gatehouse.core.message.Content;

/// A picture as both wires take it: an address, which may hold the picture itself.
final class ImageUrl {

  private ImageUrl() {}

  static String of(Content.Image image) {
    return image
        .data()
        .map(data -> "data:" + image.mediaType().orElse("image/png") + ";base64," + data)
        .orElseGet(() -> image.url().orElseThrow());
  }
}
