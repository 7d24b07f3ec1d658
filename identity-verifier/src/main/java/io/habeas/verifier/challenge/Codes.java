package io.habeas.verifier.challenge;

import io.habeas.verifier.vault.KeyedHash;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.types.Binary;

/** Codes of eight decimal digits: 26 bits, of which an attacker sees at most fifteen tries. */
final class Codes {
  private static final int CODES = 100_000_000;
  private static final Pattern SEPARATORS = Pattern.compile("[\\s-]");
  private static final Pattern CODE = Pattern.compile("[0-9]{8}");

  private final SecureRandom random = new SecureRandom();
  private final KeyedHash hash;

  Codes(KeyedHash hash) {
    this.hash = hash;
  }

  String next() {
    return "%08d".formatted(random.nextInt(CODES));
  }

  /** The code in what somebody typed; empty if it cannot be one. */
  static Optional<String> typed(String text) {
    String code = SEPARATORS.matcher(text).replaceAll("");
    return CODE.matcher(code).matches() ? Optional.of(code) : Optional.empty();
  }

  /** What is stored of a code: worthless without the key, for another request, or issue. */
  Binary hash(String requestId, int issue, String code) {
    return hash.of("challenge-code", requestId, Integer.toString(issue), code);
  }

  /** Compares in a time that does not depend on where the two differ. */
  static boolean same(Binary one, Binary other) {
    return MessageDigest.isEqual(one.getData(), other.getData());
  }
}
