package dev.gatehouse.protocols.http;

import java.io.IOException;

/// One thing the server does: a method on a path.
///
/// @param path with names in braces for the parts that vary, such as `/runs/{id}/wait`
/// @param access who may ask for it
/// @param doc what the OpenAPI document says about it
/// @param deed what is done
public record Route(String method, String path, Access access, RouteDoc doc, Deed deed) {

  /// Who may ask for a route.
  public enum Access {
    /// Anybody.
    OPEN,
    /// The bearer of a session token.
    SESSION,
    /// The bearer of a session token or of an API key.
    CALLER
  }

  /// What a route does. The thread may block.
  public interface Deed {

    /// Answers the request.
    ///
    /// @throws ProblemException to answer with a problem instead
    /// @throws IOException when the client is gone
    void answer(Exchange exchange) throws IOException, InterruptedException;
  }
}
