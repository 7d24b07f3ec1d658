package io.habeas.standalone.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All rows of a table at one moment.
 *
 * @param table its name
 * @param rows the columns' values as text (an absent column is null), by primary key
 */
public record TableContent(String table, SortedMap<String, Map<String, String>> rows) {

  public TableContent {
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  /** The rows with such keys. */
  TableContent only(Predicate<String> key) {
    SortedMap<String, Map<String, String>> some = new TreeMap<>();
    rows.forEach(
        (primaryKey, row) -> {
          if (key.test(primaryKey)) {
            some.put(primaryKey, row);
          }
        });
    return new TableContent(table, some);
  }

  /** A hash over every row and column, in the order of the keys. */
  public String checksum() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      rows.forEach(
          (key, row) ->
              digest.update((key + new TreeMap<>(row) + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 but this JDK has none", e);
    }
  }
}
