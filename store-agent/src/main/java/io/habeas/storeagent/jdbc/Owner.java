package io.habeas.storeagent.jdbc;

import io.habeas.participant.outcome.NotesOwner;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Of which dataset the notes in a database are. */
final class Owner {
  private Owner() {}

  /**
   * Makes the notes this dataset's, unless they are another's. Idempotent.
   *
   * @return what is wrong, if they are
   */
  static Optional<String> claim(JdbcTemplate jdbc, String schema, String dataset) {
    String claimant = dataset + " in " + schema;
    String owner = new NotesOwner(jdbc, "habeas.habeas_owner", "dataset").claim(claimant);
    return owner.equals(claimant)
        ? Optional.empty()
        : Optional.of(
            "Expected the notes in habeas to be of %s but they are of %s: two datasets cannot share"
                    .formatted(claimant, owner)
                + " them. Where one was just renamed, say so in habeas.habeas_owner");
  }
}
