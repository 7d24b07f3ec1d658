package io.habeas.storeagent.jdbc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * When a duty ends, as retention rows have it: where it counts in days the beginning of a day,
 * wherever that is, else a time in UTC. So no database has to know when days begin where the
 * controller is; some know of no time zone at all.
 *
 * @param zone in which the controller's days begin
 */
record KeptUntil(ZoneId zone) {

  /** That the duty in the retention row {@code row} has ended at {@code asOf}. */
  Sql isOver(String row, Instant asOf) {
    return compared(row, "<=", asOf);
  }

  /** That it has not. */
  Sql isNotOver(String row, Instant asOf) {
    return compared(row, ">", asOf);
  }

  private Sql compared(String row, String how, Instant asOf) {
    return Sql.of(
        "(CASE WHEN %1$s.whole_days THEN %1$s.expiry %2$s ? ELSE %1$s.expiry %2$s ? END)"
            .formatted(row, how),
        stored(asOf, true),
        stored(asOf, false));
  }

  /** An instant as {@code expiry} has it. */
  LocalDateTime stored(Instant instant, boolean wholeDays) {
    return LocalDateTime.ofInstant(instant, wholeDays ? zone : ZoneOffset.UTC);
  }

  /** When it ends; never earlier than the row has it, and in whole milliseconds as it is told. */
  Instant read(LocalDateTime expiry, boolean wholeDays) {
    Instant end = expiry.atZone(wholeDays ? zone : ZoneOffset.UTC).toInstant();
    Instant told = end.truncatedTo(ChronoUnit.MILLIS);
    return told.isBefore(end) ? told.plusMillis(1) : told;
  }
}
