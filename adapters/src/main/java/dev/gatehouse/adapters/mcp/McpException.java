package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import java.io.Serial;

/// A server could not be reached, or broke the protocol in a way that ends the connection.
final class McpException extends GatehouseException {

  @Serial private static final long serialVersionUID = 1L;

  private static final ErrorCode CODE = ErrorCode.tool("mcp_unavailable");

  McpException(String message) {
    super(CODE, message);
  }

  McpException(String message, Throwable cause) {
    super(CODE, message, cause);
  }
}
