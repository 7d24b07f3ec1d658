package io.habeas.storeagent.manual;

import io.habeas.storeagent.manual.Completion.CollectionResult;
import io.habeas.storeagent.manual.Completion.Evidence;
import io.habeas.storeagent.manual.Completion.Kept;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Completion} as it is sent: whatever does not apply may be left out.
 *
 * @param nothingHeld null for false
 */
record CompletionBody(
    @Nullable Boolean nothingHeld,
    @Nullable List<ResultBody> collections,
    @Nullable Evidence evidence) {

  /** {@link CollectionResult}. */
  record ResultBody(
      @Nullable String collection,
      @Nullable Long records,
      @Nullable Long erased,
      @Nullable Long anonymised,
      @Nullable Long corrected,
      @Nullable Long supplemented,
      @Nullable KeptBody retained) {

    CollectionResult read() {
      return new CollectionResult(
          collection == null ? "" : collection,
          number(records),
          number(erased),
          number(anonymised),
          number(corrected),
          number(supplemented),
          retained == null ? null : retained.read());
    }
  }

  /** {@link Kept}. */
  record KeptBody(
      @Nullable String rule,
      @Nullable Long records,
      @Nullable LocalDate firstExpiry,
      @Nullable LocalDate lastExpiry) {

    /** A day that is missing is one long over, which is refused. */
    Kept read() {
      return new Kept(
          rule == null ? "" : rule,
          number(records),
          firstExpiry == null ? LocalDate.EPOCH : firstExpiry,
          lastExpiry == null ? LocalDate.EPOCH : lastExpiry);
    }
  }

  Completion read() {
    return new Completion(
        nothingHeld != null && nothingHeld,
        collections == null ? List.of() : collections.stream().map(ResultBody::read).toList(),
        evidence);
  }

  private static long number(@Nullable Long number) {
    return number == null ? 0 : number;
  }
}
