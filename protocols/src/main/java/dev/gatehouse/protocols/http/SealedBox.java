package dev.gatehouse.protocols.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keeps callers' credentials unreadable on disk: AES-256-GCM.
///
/// Each value has a nonce of its own and is bound to its owner's id, so that nobody can move a
/// sealed value to another session. Form: one byte of version, twelve of nonce, then the ciphertext
/// with its tag. For any number of threads.
public final class SealedBox {

  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int KEY = 32;

  private final SecretKey key;
  private final SecureRandom random;

  /// Seals with a key of 32 bytes.
  public SealedBox(byte[] key, SecureRandom random) {
    if (key.length != KEY) {
      throw new IllegalArgumentException("a seal key has 32 bytes, not " + key.length);
    }
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /// Seals a text for an owner.
  public byte[] seal(String text, String owner) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + NONCE + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has AES-GCM", impossible);
    }
  }

  /// {@return the text; nothing when it was sealed for another owner, with another key, or was
  /// changed}
  public Optional<String> open(byte[] sealed, String owner) {
    if (sealed.length < 1 + NONCE + TAG || sealed[0] != VERSION) {
      return Optional.empty();
    }
    byte[] nonce = new byte[NONCE];
    System.arraycopy(sealed, 1, nonce, 0, NONCE);
    try {
      int from = 1 + NONCE;
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(sealed, from, sealed.length - from);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException tampered) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
