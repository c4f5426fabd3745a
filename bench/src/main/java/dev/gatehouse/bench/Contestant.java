package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/// A candidate in this comparison: one long-lived process, warmed up and shared by the stream
/// workloads, and as many fresh ones as other workloads need.
final class Contestant implements AutoCloseable {
  private final Candidate candidate;
  private final int providerPort;
  private final Path folder;
  private final Running running;
  private int starts;

  /// A process, where it listens and where its data lie.
  record Running(CandidateProcess process, int port, Path data) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      process.close();
    }
  }

  private Contestant(Candidate candidate, int providerPort, Path folder) throws IOException {
    this.candidate = candidate;
    this.providerPort = providerPort;
    this.folder = folder;
    this.running = fresh();
  }

  /// Starts the long-lived process.
  ///
  /// @param folder where the data folders of its processes are made
  static Contestant enter(Candidate candidate, int providerPort, Path folder) throws IOException {
    return new Contestant(candidate, providerPort, folder);
  }

  String name() {
    return candidate.name();
  }

  StreamDialect dialect() {
    return candidate.dialect();
  }

  Running running() {
    if (!running.process.isAlive()) {
      throw new BenchFailure(name() + " has died; see errors.log in " + running.data);
    }
    return running;
  }

  /// Another process with an empty data folder; the caller closes it.
  Running fresh() throws IOException {
    var data = Files.createDirectories(folder.resolve(name() + "-" + starts++));
    return start(freePort(), data);
  }

  /// The same again: same port, same data folder.
  Running again(Running ended) throws IOException {
    return start(ended.port, ended.data);
  }

  @Override
  public void close() throws IOException {
    running.close();
  }

  private Running start(int port, Path data) throws IOException {
    var command = candidate.launch().command(port, providerPort, data);
    return new Running(CandidateProcess.start(command, data), port, data);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
