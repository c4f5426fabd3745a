import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/// Serves the agent of `gatehouse.yaml` beside this file, with a pretended web service and a
/// database for its tools.
void main(String... args) throws IOException, SQLException {
  var variables =
      Map.of("SHOP_API", service(), "SHOP_TOKEN", "shop-token-1", "SHOP_DB", database().toString());
  var environment =
      Environment.of(name -> variables.getOrDefault(String.valueOf(name), System.getenv(name)));
  var config = Path.of("examples/12-api-and-database/gatehouse.yaml");
  var gateway =
      Gateway.plan()
          .environment(environment)
          .config(ConfigFile.read(config, environment))
          .port(args.length > 0 ? Integer.parseInt(args[0]) : 8000)
          .start();
  IO.println("Gatehouse is ready at " + gateway.url());
  gateway.join();
}

/// Answers `{"delivery":{"city":…,"days":…}}` to whoever has the token.
String service() throws IOException {
  var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  server.createContext(
      "/delivery/",
      exchange -> {
        var token = exchange.getRequestHeaders().getFirst("Authorization");
        var city = exchange.getRequestURI().getPath().substring("/delivery/".length());
        int status = "Bearer shop-token-1".equals(token) ? 200 : 401;
        var answer =
            "{\"delivery\":{\"city\":\"%s\",\"days\":%s}}".formatted(city, city.length() % 5 + 1);
        var bytes = (status == 200 ? answer : "{}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
      });
  server.start();
  return "http://127.0.0.1:" + server.getAddress().getPort();
}

Path database() throws IOException, SQLException {
  var file = Files.createTempDirectory("shop").resolve("shop.db");
  try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      var statement = connection.createStatement()) {
    statement.execute("CREATE TABLE stock (item TEXT PRIMARY KEY, pieces INTEGER)");
    statement.execute("INSERT INTO stock VALUES ('tea', 12), ('milk', 0)");
  }
  return file;
}
