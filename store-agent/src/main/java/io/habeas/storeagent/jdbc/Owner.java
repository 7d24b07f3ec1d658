package io.habeas.storeagent.jdbc;

import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whose notes are in a database. They are kept by request and step alone, so that two datasets
 * which noted in the same place would be answered for with what was done for the other.
 */
final class Owner {
  private Owner() {}

  /**
   * Makes the notes this dataset's, unless they are another's. Idempotent.
   *
   * @return what is wrong, if they are
   */
  static Optional<String> claim(JdbcTemplate jdbc, String schema, String dataset) {
    String claimant = dataset + " in " + schema;
    String owner = read(jdbc).orElseGet(() -> write(jdbc, claimant));
    return owner.equals(claimant)
        ? Optional.empty()
        : Optional.of(
            "Expected the notes in habeas to be of %s but they are of %s: two datasets cannot share"
                    .formatted(claimant, owner)
                + " them. Where one was just renamed, say so in habeas.habeas_owner");
  }

  private static Optional<String> read(JdbcTemplate jdbc) {
    List<String> owners =
        jdbc.queryForList("SELECT dataset FROM habeas.habeas_owner WHERE id = 1", String.class);
    return owners.stream().findFirst();
  }

  private static String write(JdbcTemplate jdbc, String claimant) {
    try {
      jdbc.update("INSERT INTO habeas.habeas_owner (id, dataset) VALUES (1, ?)", claimant);
      return claimant;
    } catch (DuplicateKeyException somebodyWasFaster) {
      return read(jdbc).orElseThrow(() -> somebodyWasFaster);
    }
  }
}
