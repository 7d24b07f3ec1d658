package io.habeas.orchestrator.erasure;

import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.RetainedRecords;
import java.util.List;

/** Counts and retentions as records, and back; the same in messages and in stored state. */
final class Counts {
  private Counts() {}

  static List<CollectionCount> holdingsToRecords(List<Holding> holdings) {
    return holdings.stream()
        .map(holding -> new CollectionCount(holding.collection(), holding.records()))
        .toList();
  }

  static List<Holding> holdingsOf(List<CollectionCount> records) {
    return records.stream()
        .map(count -> new Holding(count.getCollection(), count.getRecords()))
        .toList();
  }

  static List<CollectionOutcome> outcomesToRecords(List<CollectionErasure> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                new CollectionOutcome(
                    outcome.collection(),
                    outcome.erased(),
                    outcome.anonymised(),
                    outcome.retained()))
        .toList();
  }

  static List<CollectionErasure> outcomesOf(List<CollectionOutcome> records) {
    return records.stream()
        .map(
            outcome ->
                new CollectionErasure(
                    outcome.getCollection(),
                    outcome.getErased(),
                    outcome.getAnonymised(),
                    outcome.getRetained()))
        .toList();
  }

  static List<RetainedRecords> retentionsToRecords(List<Retention> retentions) {
    return retentions.stream()
        .map(
            kept ->
                new RetainedRecords(
                    kept.collection(),
                    kept.rule(),
                    kept.ground(),
                    kept.statute(),
                    kept.jurisdiction(),
                    kept.records(),
                    kept.firstExpiry(),
                    kept.lastExpiry()))
        .toList();
  }

  static List<Retention> retentionsOf(List<RetainedRecords> records) {
    return records.stream()
        .map(
            kept ->
                new Retention(
                    kept.getCollection(),
                    kept.getRule(),
                    kept.getGround(),
                    kept.getStatute(),
                    kept.getJurisdiction(),
                    kept.getRecords(),
                    kept.getFirstExpiry(),
                    kept.getLastExpiry()))
        .toList();
  }
}
