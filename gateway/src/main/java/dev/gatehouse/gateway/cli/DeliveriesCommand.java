package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Ink;
import dev.gatehouse.gateway.cli.screen.Seconds;
import dev.gatehouse.gateway.cli.talk.RemoteDeliveries;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gatehouse deliveries`: what a server owes to places outside.
@Command(
    name = "deliveries",
    description = "List results that have not arrived, try them again, or give them up.",
    footer = {
      "",
      "gatehouse deliveries                what waits and what was given up",
      "gatehouse deliveries retry ID       try it at once",
      "gatehouse deliveries drop ID        give it up for good"
    })
final class DeliveriesCommand implements Callable<Integer> {

  private static final int MAX_PROBLEM = 200;

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|retry|drop",
      description = "What to do (default: list).")
  private Deed deed = Deed.LIST;

  @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The delivery.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--status",
      split = ",",
      description =
          "Which to list: pending delivered dead dropped, or all (default: pending,dead).")
  private List<String> statuses = List.of("pending", "dead");

  /// What to do.
  private enum Deed {
    LIST,
    RETRY,
    DROP
  }

  DeliveriesCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (deed == Deed.LIST && id.isPresent()) {
      throw new UsageException("list takes no ID; say retry or drop");
    }
    if (deed != Deed.LIST && id.isEmpty()) {
      throw new UsageException(
          deed.name().toLowerCase(Locale.ROOT) + " needs an ID; `gatehouse deliveries` lists them");
    }
    try (var deliveries = server.deliveries(shell)) {
      switch (deed) {
        case LIST -> list(deliveries);
        case RETRY -> tell(deliveries.retry(id.orElseThrow()));
        case DROP -> tell(deliveries.drop(id.orElseThrow()));
      }
    }
    return 0;
  }

  private void list(RemoteDeliveries deliveries) {
    var found = deliveries.list(statuses.equals(List.of("all")) ? List.of() : statuses);
    if (shared.json()) {
      shell.out().println(Json.obj("items", Json.array(found)));
      return;
    }
    if (found.isEmpty()) {
      shell.err().println("nothing is " + String.join(" or ", statuses));
    }
    found.forEach(this::show);
  }

  private void show(Json delivery) {
    var ink = shell.ink();
    shell
        .out()
        .println(
            "%s  %s  %s of %s to %s"
                .formatted(
                    text(delivery, "delivery_id"),
                    text(delivery, "status"),
                    text(delivery, "event"),
                    text(delivery, "run_id"),
                    ink.bold(text(delivery, "target"))));
    delivery
        .at("last_error")
        .flatMap(Json::text)
        .ifPresent(why -> shell.out().println(ink.dim("    " + story(delivery, why))));
  }

  private static String story(Json delivery, String why) {
    var attempts = delivery.at("attempts").map(Json::toString).orElse("?");
    var next =
        delivery
            .at("next_attempt_at")
            .flatMap(Json::text)
            .map(at -> ", next at " + Seconds.of(at))
            .orElse("");
    var tried = attempts.equals("1") ? "1 attempt" : attempts + " attempts";
    return "%s (%s%s)".formatted(Ink.line(why, MAX_PROBLEM), tried, next);
  }

  private void tell(Json now) {
    shell
        .out()
        .println(
            shared.json() ? now.toString() : text(now, "status") + ": " + text(now, "delivery_id"));
  }

  private static String text(Json delivery, String name) {
    return Ink.exact(delivery.at(name).flatMap(Json::text).orElse("?"));
  }
}
