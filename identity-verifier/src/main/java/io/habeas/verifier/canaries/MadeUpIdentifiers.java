package io.habeas.verifier.canaries;

import io.habeas.verifier.vault.Identifier;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Makes identifiers up that nobody has, and that can be seen to be made up where their form lets
 * them. Where a form is not known there is a number and a UUID: a store takes the one that it can
 * hold.
 */
public final class MadeUpIdentifiers {
  /** RFC 2606, section 2: no name below it exists, so that nothing can be delivered there. */
  private static final String NOWHERE = "@canary.invalid";

  /** A country code that ITU-T E.164 assigns to nobody. */
  private static final String NO_COUNTRY = "+999";

  private static final long FIRST_SUBSCRIBER = 100_000_000_000L;

  /**
   * So large that nothing which counts from 1 comes there, and still exact in JSON (RFC 8259,
   * section 6: below 2^53).
   */
  private static final long FIRST_NUMBER = 1_000_000_000_000_000L;

  private static final long AFTER_LAST_NUMBER = 9_000_000_000_000_000L;

  private final RandomGenerator random;

  public MadeUpIdentifiers(RandomGenerator random) {
    this.random = random;
  }

  /**
   * One identifier or more of each type, other ones every time.
   *
   * @param types codes
   */
  List<Identifier> of(List<String> types) {
    return types.stream().distinct().flatMap(this::of).toList();
  }

  private Stream<Identifier> of(String type) {
    String kind = type.toLowerCase(Locale.ROOT);
    if (kind.contains("mail")) {
      return Stream.of(Identifier.of(type, "habeas-" + uuid() + NOWHERE));
    }
    if (kind.contains("phone")) {
      return Stream.of(
          Identifier.of(
              type, NO_COUNTRY + random.nextLong(FIRST_SUBSCRIBER, 10 * FIRST_SUBSCRIBER)));
    }
    return Stream.of(
        Identifier.of(type, Long.toString(random.nextLong(FIRST_NUMBER, AFTER_LAST_NUMBER))),
        Identifier.of(type, uuid().toString()));
  }

  private UUID uuid() {
    byte[] bytes = new byte[2 * Long.BYTES];
    random.nextBytes(bytes);
    return UUID.nameUUIDFromBytes(bytes);
  }
}
