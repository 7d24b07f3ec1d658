package io.habeas.storeagent.processor;

import io.habeas.storeagent.connector.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells the orders of one request apart by whom they are about, without holding that. Of another
 * request the same person's is another. With the agent's hash key nobody can try values out;
 * without one somebody who reads the ledger could.
 */
public final class SubjectDigest {
  private static final int LENGTH = 32;
  private final Optional<KeyedHash> hash;

  /**
   * @param hashKey the agent's; empty if it has none
   */
  public SubjectDigest(Optional<byte[]> hashKey) {
    this.hash = hashKey.map(key -> new KeyedHash(Optional.of(key)));
  }

  /** 32 hexadecimal digits. */
  public String of(UUID requestId, String value) {
    String text = requestId + "/" + value;
    return hash.map(keyed -> keyed.of(text)).orElseGet(() -> plain(text)).substring(0, LENGTH);
  }

  private static String plain(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 but this JDK has none", e);
    }
  }
}
