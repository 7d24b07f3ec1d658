package io.habeas.intake.view;

import static io.habeas.intake.view.KeptRecords.INVOICES;
import static io.habeas.intake.view.KeptRecords.PAYMENTS;
import static io.habeas.intake.view.KeptRecords.store;
import static io.habeas.intake.view.ProjectedTopics.NOW;

import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.StoreOutcome;
import java.time.Instant;
import java.util.List;

/** Records that a tax has somebody keep. */
final class KeptRecords {
  static final RetainedRecords PAYMENTS = kept("payments", 2, "2031-03-06T00:00:00Z");
  static final RetainedRecords INVOICES = kept("invoices", 1, "2033-01-01T00:00:00Z");

  private KeptRecords() {}

  /** An erasure is over of which one store kept both, and another held nothing. */
  static ErasureCompleted completed() {
    return new ErasureCompleted(
        Completion.ERASED_IN_PART,
        List.of(store(PAYMENTS, INVOICES), new StoreOutcome("b", List.of(), List.of(), null)));
  }

  /** What a store kept. */
  static StoreOutcome store(RetainedRecords... kept) {
    return new StoreOutcome(
        "a", List.of(new CollectionOutcome("payments", 1L, 0L, 2L)), List.of(kept), null);
  }

  /** That a store reports other records than were told of it. */
  static io.habeas.schemas.avro.RetentionDifference differing(
      List<RetainedRecords> expected, List<RetainedRecords> reported) {
    RetainedRecords any = expected.isEmpty() ? reported.getFirst() : expected.getFirst();
    return new io.habeas.schemas.avro.RetentionDifference(
        any.getCollection(), any.getRule(), expected, reported, NOW);
  }

  private static RetainedRecords kept(String collection, long records, String until) {
    return new RetainedRecords(
        collection,
        collection + "-7y",
        RetentionGround.ART_17_3_B,
        "NL-AWR-52",
        "NL",
        records,
        Instant.parse("2028-07-04T00:00:00Z"),
        Instant.parse(until));
  }
}
