package dev.gatehouse.adapters.delivery;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// The certificates of a PEM file, trusted in place of those that Java trusts.
final class TrustedCertificates {

  private TrustedCertificates() {}

  /// {@return what makes connections to whom these certificates vouch for}
  ///
  /// @throws IllegalArgumentException when the file holds no certificate
  static SSLSocketFactory sockets(Path pem) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(pem))) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw new IllegalArgumentException("\"" + pem + "\" holds no certificate");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : all) {
        store.setCertificateEntry("trusted-" + store.size(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          "\"" + pem + "\" cannot be read as certificates in PEM: " + unreadable.getMessage(),
          unreadable);
    }
  }
}
