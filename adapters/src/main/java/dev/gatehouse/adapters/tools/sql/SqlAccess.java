package dev.gatehouse.adapters.tools.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The way to one database: a small pool of threads with a bounded queue, and a connection per
/// statement. Drivers may hold on to their thread, so it is none of the callers'.
public final class SqlAccess implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int WAITING = 64;

  private final String url;
  private final Properties login;
  private final ThreadPoolExecutor workers;

  private SqlAccess(String url, Properties login, String name) {
    this.url = url;
    this.login = login;
    this.workers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("gatehouse-sql-" + name + "-", 0).daemon().factory());
    workers.allowCoreThreadTimeOut(true);
  }

  /// The way to a database.
  ///
  /// @param name what its threads are called
  /// @param url `jdbc:…`
  public static SqlAccess to(
      String name, String url, Optional<String> user, Optional<String> password) {
    Properties login = new Properties();
    user.ifPresent(text -> login.setProperty("user", text));
    password.ifPresent(text -> login.setProperty("password", text));
    return new SqlAccess(url, login, name);
  }

  ThreadPoolExecutor workers() {
    return workers;
  }

  /// A connection on which nothing can be changed.
  Connection reading() throws SQLException {
    Connection connection = DriverManager.getConnection(url, login);
    try {
      if (url.startsWith("jdbc:sqlite:")) {
        try (Statement pragma = connection.createStatement()) {
          pragma.execute("PRAGMA query_only = ON");
        }
      } else {
        connection.setReadOnly(true);
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException broken) {
      connection.close();
      throw broken;
    }
  }

  /// A connection on which something can be changed.
  Connection writing() throws SQLException {
    Connection connection = DriverManager.getConnection(url, login);
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException broken) {
      connection.close();
      throw broken;
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
