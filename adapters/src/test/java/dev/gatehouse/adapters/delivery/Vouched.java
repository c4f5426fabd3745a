package dev.gatehouse.adapters.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A key whose certificate nobody else has signed, made by the `keytool` of this Java.
///
/// @param pem its certificate, for those who shall trust it
record Vouched(SSLContext context, Path pem) {

  private static final String PASSWORD = "only-for-tests";

  /// A certificate for a name, such as `ip:127.0.0.1` or `dns:localhost`.
  static Vouched as(String name, Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve("keys.p12");
    Path pem = folder.resolve("certificate.pem");
    keytool(
        store, List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=" + name));
    keytool(store, List.of("-exportcert", "-rfc", "-file", pem.toString()));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new Vouched(context, pem);
  }

  private static void keytool(Path store, List<String> words)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                words,
                List.of("-alias", "a", "-keystore", store.toString(), "-storepass", PASSWORD))
            .flatMap(List::stream)
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool did not do " + words);
    }
  }

  /// {@return the connection of a client, from now on secret}
  Socket server(Socket client) throws IOException {
    var secret =
        (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true);
    secret.setUseClientMode(false);
    secret.startHandshake();
    return secret;
  }
}
