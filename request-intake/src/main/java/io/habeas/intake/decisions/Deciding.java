package io.habeas.intake.decisions;

import io.habeas.intake.KeyedHash;
import io.habeas.intake.Problem;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.DecisionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes decisions known, their reasons first. Keeps nothing itself: who repeats a decision makes
 * the same one, since its id follows from their key and its time is that at which the reasons were
 * kept first. Reasons of a decision that was never made known are shredded by the vault.
 */
public final class Deciding {
  private static final String PURPOSE = "decision";

  private final Reasons reasons;
  private final SubjectHolds holds;
  private final DecisionLog log;
  private final KeyedHash hash;

  public Deciding(Reasons reasons, SubjectHolds holds, DecisionLog log, KeyedHash hash) {
    this.reasons = reasons;
    this.holds = holds;
    this.log = log;
    this.hash = hash;
  }

  /**
   * Makes a decision known. Idempotent per author and key.
   *
   * @param requestId what it is about: a request, or a hold on a person
   * @param author the account of whoever decides
   * @param idempotencyKey as the caller made it up
   * @return the decision's id; an error if the key came with another decision before, or if
   *     something that is needed does not answer
   */
  Mono<UUID> decide(
      UUID requestId,
      String author,
      String idempotencyKey,
      Decision decision,
      Reasons.Stated stated,
      TraceParent trace) {
    UUID decisionId = hash.idOf(PURPOSE, author, idempotencyKey);
    return reasons
        .keep(requestId, decisionId, stated, content(requestId, decision, stated))
        .switchIfEmpty(Mono.error(Problem.IDEMPOTENCY_KEY_REUSED::asException))
        .flatMap(
            recordedAt ->
                publish(
                    new DecisionRecord(
                        decisionId, requestId, recordedAt, author, decision.payload(decisionId)),
                    trace))
        .thenReturn(decisionId);
  }

  /**
   * Makes a hold on a person known, by what they are held first. Idempotent per author and key.
   *
   * @return the hold's id, which is the decision's; errors as above
   */
  Mono<UUID> hold(
      String author,
      String idempotencyKey,
      SubjectHolds.Person person,
      Reasons.Stated stated,
      TraceParent trace) {
    UUID holdId = hash.idOf(PURPOSE, author, idempotencyKey);
    String content = content(person, stated);
    Decision decision = new Decision.HoldSubject();
    return reasons
        .keep(holdId, holdId, stated, content)
        .switchIfEmpty(Mono.error(Problem.IDEMPOTENCY_KEY_REUSED::asException))
        .flatMap(
            recordedAt ->
                holds
                    .keep(holdId, person, content)
                    .filter(kept -> kept)
                    .switchIfEmpty(Mono.error(Problem.IDEMPOTENCY_KEY_REUSED::asException))
                    .flatMap(
                        kept ->
                            publish(
                                new DecisionRecord(
                                    holdId, holdId, recordedAt, author, decision.payload(holdId)),
                                trace)))
        .thenReturn(holdId);
  }

  private String content(SubjectHolds.Person person, Reasons.Stated stated) {
    List<String> parts = new ArrayList<>();
    person
        .identifiers()
        .forEach(
            identifier -> {
              parts.add(identifier.type());
              parts.add(identifier.value());
            });
    parts.add(Objects.requireNonNullElse(person.authority(), ""));
    parts.add(stated.reasons());
    parts.add(Objects.requireNonNullElse(stated.evidence(), ""));
    return hash.of(PURPOSE + "-hold", parts.toArray(String[]::new));
  }

  private Mono<Instant> publish(DecisionRecord record, TraceParent trace) {
    return Mono.fromCallable(
            () ->
                trace.call(
                    () -> {
                      log.publish(record);
                      return record.getRecordedAt();
                    }))
        .subscribeOn(Schedulers.boundedElastic());
  }

  /** Of everything that is decided and stated, so that another body is another decision. */
  private String content(UUID requestId, Decision decision, Reasons.Stated stated) {
    return hash.of(
        PURPOSE + "-content",
        requestId.toString(),
        decision.toString(),
        stated.reasons(),
        Objects.requireNonNullElse(stated.evidence(), ""));
  }
}
