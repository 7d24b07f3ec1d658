package io.habeas.notifier.letter;

import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreExport;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.schemas.avro.StoreRestriction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payloads of notices that several letters are tried with. */
final class Notices {
  private Notices() {}

  /** One record of one store is erased. */
  static ErasureCompletedNotice inFull() {
    return new ErasureCompletedNotice(
        Completion.ERASED_IN_FULL,
        List.of(
            new StoreOutcome(
                "accounts-db",
                List.of(new CollectionOutcome("accounts", 1L, 0L, 0L)),
                List.of(),
                null)),
        List.of());
  }

  /** Of one store some is erased, some anonymised, some kept for a tax. */
  static ErasureCompletedNotice inPart() {
    return new ErasureCompletedNotice(
        Completion.ERASED_IN_PART,
        List.of(
            new StoreOutcome(
                "accounts-db",
                List.of(
                    new CollectionOutcome("accounts", 1L, 0L, 0L),
                    new CollectionOutcome("payments", 1L, 0L, 2L),
                    new CollectionOutcome("usage_events", 0L, 12L, 0L)),
                List.of(
                    new RetainedRecords(
                        "payments",
                        "payments-7y",
                        RetentionGround.ART_17_3_B,
                        "NL-AWR-52",
                        "NL",
                        2L,
                        Instant.parse("2028-07-03T22:00:00Z"),
                        Instant.parse("2031-03-05T23:00:00Z"))),
                null)),
        List.of());
  }

  /** A copy of what one store holds. */
  static AccessAnsweredNotice copy() {
    return new AccessAnsweredNotice(
        Completion.COPY_PROVIDED,
        List.of(
            new StoreExport(
                "accounts-db",
                List.of(
                    new CollectionExport("accounts", 1L, 1L, 1),
                    new CollectionExport("usage_events", 12L, 12L, 1)))));
  }

  static RectifiedNotice rectified(Completion completion, StoreRectification... stores) {
    return new RectifiedNotice(completion, List.of(stores), List.of());
  }

  /**
   * What became of one record.
   *
   * @param without what the store cannot do, if that is why
   */
  static StoreRectification corrected(long corrected, long supplemented, @Nullable Action without) {
    return new StoreRectification(
        "accounts-db", count(1), count(corrected), count(supplemented), without, null);
  }

  /**
   * What became of one record.
   *
   * @param records how many are restricted
   * @param without what the store cannot do, if that is why
   */
  static RestrictedNotice restricted(
      Completion completion, long records, @Nullable Action without) {
    return new RestrictedNotice(
        Right.RESTRICTION,
        RestrictionGround.ART_18_1_B,
        completion,
        List.of(new StoreRestriction("accounts-db", count(1), count(records), without, null)),
        List.of());
  }

  /** So many records of the accounts. */
  static List<CollectionCount> count(long records) {
    return List.of(new CollectionCount("accounts", records));
  }
}
