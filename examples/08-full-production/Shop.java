import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.RecordTool;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.nio.file.Path;

@Doc("Pays a customer back for an order. It cannot be undone.")
record ShopRefund(long order, long euros) {}

record Refunded(long order, long refundedEuros) {}

@Doc("Writes a note to an order.")
record ShopNote(long order, String text) {}

record Noted(long order) {}

/// The agents of `gatehouse.yaml` beside this file, with two tools of a shop. Argument: the port.
void main(String... args) {
  var refund =
      RecordTool.of(ShopRefund.class, (wish, _) -> new Refunded(wish.order(), wish.euros()))
          .with(ToolPolicy.STANDARD.withEffect(Effect.IRREVERSIBLE));
  var note = RecordTool.of(ShopNote.class, (wish, _) -> new Noted(wish.order()));
  var config = Path.of("examples/08-full-production/gatehouse.yaml");
  var gateway =
      Gateway.plan()
          .config(ConfigFile.read(config, Environment.ofProcess()))
          .tool(refund)
          .tool(note)
          .port(args.length > 0 ? Integer.parseInt(args[0]) : 8000)
          .start();
  IO.println("Gatehouse is ready at " + gateway.url());
  gateway.join();
}
