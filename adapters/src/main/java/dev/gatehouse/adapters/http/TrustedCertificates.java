package dev.gatehouse.adapters.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The certificates of a PEM file, trusted in place of those that Java trusts.
///
/// @param sockets makes connections to whom these certificates vouch for
/// @param trust says whom they vouch for
public record TrustedCertificates(SSLSocketFactory sockets, X509TrustManager trust) {

  /// Reads a file.
  ///
  /// @throws IllegalArgumentException when it cannot be read or holds no certificate
  public static TrustedCertificates read(Path pem) {
    Path file = pem.toAbsolutePath().normalize();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(pem))) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw new IllegalArgumentException("\"" + file + "\" holds no certificate");
      }
      return of(all);
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          "\"" + file + "\" cannot be read as certificates in PEM (" + unreadable + ")",
          unreadable);
    }
  }

  private static TrustedCertificates of(Collection<? extends Certificate> all)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate each : all) {
      store.setCertificateEntry("trusted-" + store.size(), each);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    TrustManager[] trust = factory.getTrustManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust, null);
    return new TrustedCertificates(
        context.getSocketFactory(),
        Arrays.stream(trust)
            .filter(X509TrustManager.class::isInstance)
            .map(X509TrustManager.class::cast)
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("Java judges no certificates")));
  }
}
