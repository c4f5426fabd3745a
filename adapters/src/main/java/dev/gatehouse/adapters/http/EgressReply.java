package dev.gatehouse.adapters.http;

import java.util.Optional;

/// What a service answered.
///
/// @param mediaType without parameters, in lower case
/// @param retryAfter the header, when it was there
/// @param text the body as text
public record EgressReply(int status, String mediaType, Optional<String> retryAfter, String text) {

  /// {@return whether the service did what it was asked}
  public boolean succeeded() {
    return status >= 200 && status < 300;
  }
}
