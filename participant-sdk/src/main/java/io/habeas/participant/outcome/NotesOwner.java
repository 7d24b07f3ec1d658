package io.habeas.participant.outcome;

import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whose notes are in a database: of the first that comes and claims them. They are kept by request
 * and step alone, so that two that noted in the same place would be answered for with what was done
 * for the other.
 */
public final class NotesOwner {
  private final JdbcTemplate jdbc;
  private final String reading;
  private final String writing;

  /**
   * @param table a table with a key {@code id}, its schema before it where it has one
   * @param column which says whose they are
   */
  public NotesOwner(JdbcTemplate jdbc, String table, String column) {
    this.jdbc = jdbc;
    this.reading = "SELECT " + column + " FROM " + table + " WHERE id = 1";
    this.writing = "INSERT INTO " + table + " (id, " + column + ") VALUES (1, ?)";
  }

  /**
   * Makes them {@code claimant}'s, unless they are another's. Idempotent.
   *
   * @return whose they are
   * @throws org.springframework.dao.DataAccessException if the database cannot tell now
   */
  public String claim(String claimant) {
    return read().orElseGet(() -> write(claimant));
  }

  private Optional<String> read() {
    List<String> owners = jdbc.queryForList(reading, String.class);
    return owners.stream().findFirst();
  }

  private String write(String claimant) {
    try {
      jdbc.update(writing, claimant);
      return claimant;
    } catch (DuplicateKeyException somebodyWasFaster) {
      return read().orElseThrow(() -> somebodyWasFaster);
    }
  }
}
