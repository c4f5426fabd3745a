package dev.gatehouse.checks.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// A certificate that nobody has signed but its own key.
///
/// @param store the file with the key
record LocalCertificate(Path store) {

  static final String PASSWORD = "a-test-password";
  private static final String KIND = "PKCS12";

  /// Has the JDK make one.
  ///
  /// @param names whom it stands for, such as `ip:127.0.0.1`
  static LocalCertificate of(Path folder, String names) throws IOException, InterruptedException {
    Path store = Files.createTempDirectory(folder, "key").resolve("key.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "key",
            "-keyalg",
            "EC",
            "-dname",
            "CN=local",
            "-ext",
            "san=" + names,
            "-validity",
            "2",
            "-storetype",
            KIND,
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (made.waitFor() != 0) {
      throw new IOException("keytool says: " + said);
    }
    return new LocalCertificate(store);
  }

  /// {@return trust in this certificate and no other}
  X509TrustManager trust() throws GeneralSecurityException, IOException {
    KeyStore known = KeyStore.getInstance(KIND);
    known.load(null, null);
    known.setCertificateEntry("key", loaded().getCertificate("key"));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(known);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  /// Writes the certificate without its key.
  Path pem() throws GeneralSecurityException, IOException {
    byte[] bytes = loaded().getCertificate("key").getEncoded();
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    return Files.writeString(
        store.resolveSibling("certificate.pem"),
        "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }

  SSLContext context() throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust()}, null);
    return context;
  }

  private KeyStore loaded() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance(KIND);
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }
}
