package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class ResumedTaskTest {

  private static final String COMMAND =
      "./gatehouse run assistant 'count to 300' --state-dir state";

  @TempDir private Path folder;

  @Test
  void sameCommandGoesOnWithTheRunThatWasKilled() throws IOException, InterruptedException {
    try (var reader = Reader.in(folder)) {
      reader.type(
          """
          %s &
          until grep -aqs model_call_dispatched state/gatehouse.db*; do sleep 0.1; done
          kill -9 $!
          """
              .formatted(COMMAND));
      var killed = Instant.now();

      var record = Json.parse(reader.type(COMMAND + " --json 2>/dev/null").text());

      var created = record.at("created_at").flatMap(Json::text).map(Instant::parse).orElseThrow();
      assertThat(created).isBefore(killed);
      assertThat(record.at("outcome")).contains(Json.of("success"));
      assertThat(record.at("output").flatMap(Json::text).orElseThrow()).endsWith("299 300");
    }
  }
}
