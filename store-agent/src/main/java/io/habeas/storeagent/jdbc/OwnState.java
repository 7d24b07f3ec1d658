package io.habeas.storeagent.jdbc;

import io.habeas.participant.Action;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the agent's own tables say before an erasure, so that nothing is looked for in them that is
 * not there.
 *
 * @param corrected whether this request has corrected records
 * @param rectified whether any request has corrected or supplemented any
 * @param retained whether records are kept for this request
 * @param untold whether the last that was recorded for this request is an erasure too
 */
record OwnState(boolean corrected, boolean rectified, boolean retained, boolean untold) {

  static OwnState read(JdbcTemplate jdbc, UUID request) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            "SELECT EXISTS (SELECT 1 FROM habeas.habeas_rectification"
                + " WHERE request_id = ? AND corrected),"
                + " EXISTS (SELECT 1 FROM habeas.habeas_rectification),"
                + " EXISTS (SELECT 1 FROM habeas.habeas_retention WHERE request_id = ?),"
                + " (SELECT action FROM habeas.habeas_outcome WHERE request_id = ?"
                + " ORDER BY step DESC LIMIT 1)",
            (row, number) ->
                new OwnState(
                    row.getBoolean(1),
                    row.getBoolean(2),
                    row.getBoolean(3),
                    Action.ERASE.name().equals(row.getString(4))),
            request,
            request,
            request));
  }
}
