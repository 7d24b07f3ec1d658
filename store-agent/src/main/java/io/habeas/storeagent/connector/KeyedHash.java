package io.habeas.storeagent.connector;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) of a value under a key that only the agent has. */
public final class KeyedHash {
  private static final String ALGORITHM = "HmacSHA256";
  private final Optional<SecretKeySpec> key;

  /**
   * @param key at least 32 bytes; empty where the map has no keyed hash
   */
  public KeyedHash(Optional<byte[]> key) {
    this.key = key.map(bytes -> new SecretKeySpec(bytes, ALGORITHM));
  }

  /** In hexadecimal. */
  public String of(String value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(
          key.orElseThrow(
              () -> new IllegalStateException("Expected a key to hash with but none is set")));
      return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected HMAC-SHA256 but this JDK has none", e);
    }
  }
}
