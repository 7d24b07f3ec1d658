package io.habeas.orchestrator.erasure;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.protocol.reply.Statements;
import io.habeas.schemas.avro.CollectionTreatment;
import io.habeas.schemas.avro.RetentionDuty;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How collections are treated, between records and the saga's terms. */
final class Treatments {
  private Treatments() {}

  /** Sorted, so that the same state is always stored as the same bytes. */
  static List<CollectionTreatment> toRecords(List<Treated> treated) {
    return treated.stream()
        .map(
            each ->
                new CollectionTreatment(
                    each.collection(),
                    each.treatments().stream().sorted().toList(),
                    each.strategies().stream().sorted().toList(),
                    each.duties().stream()
                        .sorted(Comparator.comparing(Treated.Duty::toString))
                        .map(
                            duty ->
                                new RetentionDuty(
                                    duty.rule(),
                                    duty.ground(),
                                    duty.statute(),
                                    duty.jurisdiction()))
                        .toList()))
        .toList();
  }

  static List<Treated> of(List<CollectionTreatment> records) {
    return records.stream()
        .map(
            each ->
                new Treated(
                    each.getCollection(),
                    Set.copyOf(each.getTreatments()),
                    Set.copyOf(each.getStrategies()),
                    each.getDuties().stream()
                        .map(
                            duty ->
                                new Treated.Duty(
                                    duty.getRule(),
                                    duty.getGround(),
                                    duty.getStatute(),
                                    duty.getJurisdiction()))
                        .collect(Collectors.toUnmodifiableSet())))
        .toList();
  }

  /**
   * The same, of what a participant says.
   *
   * @throws InvalidMessage if something is no code, or a collection is there twice
   */
  static List<Treated> read(List<CollectionTreatment> said) throws InvalidMessage {
    Set<String> collections = new HashSet<>();
    for (CollectionTreatment each : said) {
      Statements.requireCode(each.getCollection(), "collection-no-code");
      if (!collections.add(each.getCollection())) {
        throw new InvalidMessage("collection-twice");
      }
      for (String strategy : each.getStrategies()) {
        Statements.requireCode(strategy, "strategy-no-code");
      }
      for (RetentionDuty duty : each.getDuties()) {
        Statements.requireCode(duty.getRule(), "rule-no-code");
        Statements.requireCode(duty.getStatute(), "statute-no-code");
        Statements.requireCode(duty.getJurisdiction(), "jurisdiction-no-code");
      }
    }
    return of(said);
  }
}
