package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.Ties.Cell;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes up values by the types of their columns, as texts. They say nothing about anybody, and
 * where they have to differ from those of all other rows they are digests of the request: the same
 * whenever they are made up for it.
 */
final class Inventing {
  /** So long ago that no duty keeps what was never real. */
  static final LocalDate LONG_AGO = LocalDate.of(1970, 1, 2);

  /** Of this many digits or bytes no two are the same by chance. */
  private static final int DISTINCT = 12;

  private static final int BYTES = 16;
  private static final int UNBOUNDED = 40;
  private static final String NOWHERE = "@seed.invalid";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final Pattern MODIFIER = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");

  /** What types hold that are neither texts nor whole numbers. */
  private static final Map<String, String> BY_BASE =
      Map.ofEntries(
          Map.entry("float", "1"),
          Map.entry("double", "1"),
          Map.entry("float4", "1"),
          Map.entry("float8", "1"),
          Map.entry("time", "00:00:00"),
          Map.entry("timetz", "00:00:00"),
          Map.entry("interval", "0"),
          Map.entry("year", "2000"),
          // RFC 5737: of nobody.
          Map.entry("inet", "192.0.2.1"),
          Map.entry("cidr", "192.0.2.0/24"),
          Map.entry("inet4", "192.0.2.1"),
          Map.entry("_text", "{}"),
          Map.entry("_varchar", "{}"),
          Map.entry("_int4", "{}"),
          Map.entry("_int8", "{}"),
          Map.entry("_uuid", "{}"),
          Map.entry("tsvector", ""));

  private final UUID request;
  private final Instant now;

  Inventing(UUID request, Instant now) {
    this.request = request;
    this.now = now;
  }

  /**
   * A value that the column takes, as far as its type says.
   *
   * @param of what it is the value of
   * @param distinct whether no other row may have it
   * @param address whether it is to be a mail address, one that nobody can have
   * @return empty if no such value can be made up
   */
  Optional<String> value(Cell of, LiveColumn column, boolean distinct, boolean address) {
    byte[] digest = digest(of);
    Optional<String> different =
        switch (column.kind()) {
          case TEXT -> text(digest, column, distinct, address);
          case INTEGER -> integer(digest, column);
          case DECIMAL -> decimal(digest, column);
          case UUID -> Optional.of(UUID.nameUUIDFromBytes(digest).toString());
          case BINARY -> binary(digest, column, distinct);
          case TIME, BOOLEAN, JSON, OTHER -> Optional.empty();
        };
    return distinct && column.sample().isEmpty()
        ? different
        : distinct ? Optional.empty() : plain(column, different);
  }

  /** Small and simple where it may be anything: a check may ask for that. */
  private Optional<String> plain(LiveColumn column, Optional<String> different) {
    return column
        .sample()
        .or(
            () ->
                switch (column.kind()) {
                  case TEXT, UUID, BINARY -> different;
                  case INTEGER -> Optional.of("1");
                  case DECIMAL -> Optional.of(digits(column) > 0 ? "1" : "0");
                  case TIME ->
                      Optional.of(
                          column.base().equals("date")
                              ? LocalDate.ofInstant(now, ZoneOffset.UTC).toString()
                              : TIME.format(now.atOffset(ZoneOffset.UTC)));
                  case BOOLEAN -> Optional.of("false");
                  case JSON -> Optional.of("{}");
                  case OTHER ->
                      column.base().equals("bit") && length(column) <= 1
                          ? Optional.of("0")
                          : Optional.ofNullable(BY_BASE.get(column.base()));
                });
  }

  private static Optional<String> text(
      byte[] digest, LiveColumn column, boolean distinct, boolean address) {
    String hex = HexFormat.of().formatHex(digest);
    int length = length(column);
    if (address) {
      String mail = hex.substring(0, BYTES) + NOWHERE;
      return mail.length() <= length ? Optional.of(mail) : Optional.empty();
    }
    String named = "seed-" + hex;
    String whole = length >= named.length() - hex.length() + DISTINCT ? named : hex;
    return distinct && length < DISTINCT
        ? Optional.empty()
        : Optional.of(whole.substring(0, Math.min(length, UNBOUNDED)));
  }

  /** Positive, and of a range in which keys are not handed out one by one for a long time. */
  private static Optional<String> integer(byte[] digest, LiveColumn column) {
    int bits = Values.bits(column);
    return bits < Integer.SIZE
        ? Optional.empty()
        : Optional.of(new BigInteger(1, digest).mod(BigInteger.TWO.pow(bits - 2)).toString());
  }

  private static Optional<String> decimal(byte[] digest, LiveColumn column) {
    int digits = digits(column);
    return digits < DISTINCT
        ? Optional.empty()
        : Optional.of(new BigInteger(1, digest).mod(BigInteger.TEN.pow(DISTINCT)).toString());
  }

  private static Optional<String> binary(byte[] digest, LiveColumn column, boolean distinct) {
    int length = Math.min(BYTES, length(column));
    if (distinct && length < DISTINCT) {
      return Optional.empty();
    }
    String hex = HexFormat.of().formatHex(digest, 0, length);
    return Optional.of(column.base().equals("bytea") ? "\\x" + hex : hex);
  }

  private static int length(LiveColumn column) {
    Matcher modifier = MODIFIER.matcher(column.type());
    return modifier.find() ? Integer.parseInt(modifier.group(1)) : UNBOUNDED;
  }

  /** How many there may be before the point. */
  private static int digits(LiveColumn column) {
    Matcher modifier = MODIFIER.matcher(column.type());
    return modifier.find()
        ? Integer.parseInt(modifier.group(1))
            - Optional.ofNullable(modifier.group(2)).map(Integer::parseInt).orElse(0)
        : UNBOUNDED;
  }

  private byte[] digest(Cell of) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(request.getMostSignificantBits())
              .putLong(request.getLeastSignificantBits())
              .array());
      return sha256.digest((of.table() + "." + of.column()).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
