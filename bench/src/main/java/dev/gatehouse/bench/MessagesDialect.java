package dev.gatehouse.bench;

/// The Anthropic Messages request, as the fake provider understands it and relays pass it on.
record MessagesDialect() implements StreamDialect {

  static byte[] request(StreamShape shape) {
    var body =
        """
        {"model":"%s","max_tokens":4096,"stream":true,\
        "messages":[{"role":"user","content":"hi"}]}\
        """
            .formatted(shape.model());
    return LoadPlan.post("/v1/messages", "x-api-key: bench\r\n", body);
  }

  @Override
  public Seats seats(int port, int count) {
    return new Seats() {
      @Override
      public byte[] ask(int seat, StreamShape shape) {
        return request(shape);
      }

      @Override
      public byte[] follow(int seat, StreamShape shape, String runId) {
        return request(shape);
      }
    };
  }
}
