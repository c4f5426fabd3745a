package dev.gatehouse.gateway.state;

/// What a model is told of the state it keeps.
public final class StatePrompt {

  private StatePrompt() {}

  /// {@return a prompt with the state behind it}
  public static String with(String prompt, StateFolder folder) {
    KeptState kept = folder.kept();
    String shape =
        folder
            .schema()
            .map(schema -> "\n\nIt must satisfy this JSON Schema:\n\n```json\n" + schema + "\n```")
            .orElse("");
    return """
    %s

    # State

    You keep a state from one run to the next. At the start of this run it is (version %s):

    ```json
    %s
    ```

    Change it with %s: what you say is forgotten after this run, the state is not.%s\
    """
        .formatted(prompt, kept.version(), kept.state(), UpdateState.NAME, shape);
  }
}
