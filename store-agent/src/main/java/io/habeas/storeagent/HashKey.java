package io.habeas.storeagent;

import io.habeas.chassis.secrets.SecretText;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the key of keyed hashes. */
public final class HashKey {
  private static final int FEWEST_BYTES = 32;

  private HashKey() {}

  /**
   * The key.
   *
   * @param location path of a file, or {@code env:NAME}, with Base64
   * @param environment the value of a variable; null where it is not set
   * @throws IllegalStateException if there is no usable key; the message never quotes it
   */
  public static byte[] load(String location, UnaryOperator<@Nullable String> environment) {
    byte[] key;
    try {
      key = Base64.getMimeDecoder().decode(SecretText.read(location, environment));
    } catch (IllegalArgumentException e) {
      // Without the cause, which may quote a part of the key.
      throw new IllegalStateException(
          "Expected a key in Base64 in %s but it is not".formatted(location));
    }
    if (key.length < FEWEST_BYTES) {
      throw new IllegalStateException(
          "Expected a key of at least %d bytes in %s but it has %d"
              .formatted(FEWEST_BYTES, location, key.length));
    }
    return key;
  }
}
