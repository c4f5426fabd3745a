package dev.gatehouse.adapters.tools.sql;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A tool that is one statement. The model chooses values for its parameters and nothing else.
///
/// Unless its effect says that it writes, it runs where nothing can be changed, and what it did is
/// taken back. Rows, bytes and time are bounded.
///
/// @param maxRows the most rows of a result
public record SqlTool(
    ToolSpec spec, ToolPolicy policy, NamedStatement statement, int maxRows, SqlAccess access)
    implements Tool {

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws InterruptedException {
    var running = new AtomicReference<@Nullable PreparedStatement>();
    Future<ToolOutcome> work;
    try {
      work = access.workers().submit(() -> perform(input, running));
    } catch (RejectedExecutionException _) {
      return ToolOutcome.error("the database is busy; try again later");
    }
    try {
      return work.get(policy.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      stop(work, running);
      return ToolOutcome.error(
          "the statement took longer than " + policy.timeout().toMillis() + " ms");
    } catch (InterruptedException stopped) {
      stop(work, running);
      throw stopped;
    } catch (ExecutionException broken) {
      return ToolOutcome.error(reason(broken));
    }
  }

  private static void stop(Future<?> work, AtomicReference<@Nullable PreparedStatement> running) {
    work.cancel(true);
    PreparedStatement statement = running.get();
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException _) {
        // It has ended meanwhile, or its driver cannot stop it: its own time limit will.
        running.set(null);
      }
    }
  }

  /// Messages of drivers may hold the address with its password; the state and code tell enough
  /// when the connection fails.
  private static String reason(ExecutionException broken) {
    if (!(broken.getCause() instanceof SQLException failed)) {
      return "the database call broke: " + broken.getCause();
    }
    boolean connecting = String.valueOf(failed.getSQLState()).startsWith("08");
    return connecting || failed.getMessage() == null
        ? "the database cannot be reached (SQL state " + failed.getSQLState() + ")"
        : "the statement failed: " + failed.getMessage();
  }

  private ToolOutcome perform(Json input, AtomicReference<@Nullable PreparedStatement> running)
      throws SQLException {
    boolean reads = policy.effect() == Effect.READ;
    try (Connection connection = reads ? access.reading() : access.writing()) {
      try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
        running.set(prepared);
        prepared.setQueryTimeout(Math.clamp(policy.timeout().toSeconds(), 1, 86_400));
        prepared.setMaxRows(maxRows + 1);
        SqlValues.bind(prepared, statement.names(), input);
        Json result = result(prepared);
        if (reads) {
          connection.rollback();
        } else {
          connection.commit();
        }
        return ToolOutcome.ok(result);
      } catch (SQLException failed) {
        connection.rollback();
        throw failed;
      } finally {
        running.set(null);
      }
    }
  }

  private Json result(PreparedStatement prepared) throws SQLException {
    if (prepared.execute()) {
      try (ResultSet rows = prepared.getResultSet()) {
        return SqlValues.rows(rows, maxRows);
      }
    }
    return Json.obj("updated", Json.of(prepared.getUpdateCount()));
  }
}
