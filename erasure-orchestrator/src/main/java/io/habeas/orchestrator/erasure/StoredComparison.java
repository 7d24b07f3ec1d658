package io.habeas.orchestrator.erasure;

import io.habeas.orchestrator.erasure.Comparison.Difference;
import io.habeas.schemas.avro.RetentionDifference;
import io.habeas.schemas.avro.state.RetentionComparison;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a comparison is stored, and how it is told. */
final class StoredComparison {
  private StoredComparison() {}

  static @Nullable RetentionComparison write(@Nullable Comparison compared) {
    return compared == null
        ? null
        : new RetentionComparison(
            compared.asOf(), compared.lookedAt(), differences(compared.differences()));
  }

  static List<RetentionDifference> differences(List<Difference> differences) {
    return differences.stream()
        .map(
            each ->
                new RetentionDifference(
                    each.collection(),
                    each.rule(),
                    Counts.retentionsToRecords(each.expected()),
                    Counts.retentionsToRecords(each.reported()),
                    each.since()))
        .toList();
  }

  static @Nullable Comparison read(@Nullable RetentionComparison stored) {
    return stored == null
        ? null
        : new Comparison(
            stored.getAsOf(),
            stored.getLookedAt(),
            stored.getDifferences().stream()
                .map(
                    each ->
                        new Difference(
                            each.getCollection(),
                            each.getRule(),
                            Counts.retentionsOf(each.getExpected()),
                            Counts.retentionsOf(each.getReported()),
                            each.getSince()))
                .toList());
  }
}
