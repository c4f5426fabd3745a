import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

@Doc("Says how many days there are until a date.")
record DaysUntil(@Doc("The date, such as 2026-12-24.") String date) {}

/// The agents of gatehouse.yaml with a tool in Java: `gatehouse java agents/Assistant.java`.
void main() {
  var config = ConfigFile.read(Path.of("gatehouse.yaml"), Environment.ofProcess());
  var gateway =
      Gateway.plan()
          .config(config)
          .tool(
              DaysUntil.class,
              (wish, _) ->
                  Json.of(ChronoUnit.DAYS.between(LocalDate.now(), LocalDate.parse(wish.date()))))
          .start();
  IO.println("Gatehouse is ready at " + gateway.url());
  gateway.join();
}
