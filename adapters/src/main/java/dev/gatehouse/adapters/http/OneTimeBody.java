package dev.gatehouse.adapters.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/// A request body that forgets its bytes once they are sent: a conversation can be large and its
/// answer may take minutes.
final class OneTimeBody extends RequestBody {

  private static final MediaType JSON = MediaType.get("application/json");
  private static final byte[] SENT = {};

  private final long length;
  private byte[] bytes;

  OneTimeBody(byte[] bytes) {
    this.bytes = bytes;
    this.length = bytes.length;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(bytes);
    bytes = SENT;
  }
}
