package io.habeas.intake.decisions;

import io.habeas.intake.Complaint;
import io.habeas.intake.KeyedHash;
import io.habeas.intake.Problem;
import io.habeas.intake.decisions.Reasons.Kind;
import io.habeas.intake.decisions.Reasons.Stated;
import io.habeas.intake.view.StoreHold;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.StoreHoldPlaced;
import io.habeas.schemas.avro.StoreHoldRecord;
import io.habeas.schemas.avro.StoreHoldReleased;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Holds whole stores and releases them, the reasons first. As {@link Deciding}, it keeps nothing
 * itself: who repeats a decision makes the same one, and completes one that reached some partitions
 * only. The reasons lie in the vault as if the hold were a request.
 */
public final class HoldingStores {
  private static final String PLACE = "store-hold";
  private static final String RELEASE = "store-hold-release";
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  private final Reasons reasons;
  private final StoreHoldLog log;
  private final KeyedHash hash;
  private final Set<String> participants;

  /**
   * @param participants those that the controller approved
   */
  public HoldingStores(
      Reasons reasons, StoreHoldLog log, KeyedHash hash, Collection<String> participants) {
    this.reasons = reasons;
    this.log = log;
    this.hash = hash;
    this.participants = Set.copyOf(participants);
  }

  /**
   * Holds a store. Idempotent per author and key.
   *
   * @return the hold's id; an error if the key came with another decision before, or if something
   *     that is needed does not answer
   * @throws org.springframework.web.ErrorResponseException if the form will not do
   */
  Mono<UUID> place(String author, String idempotencyKey, StoreHoldForm form, TraceParent trace) {
    List<Complaint> complaints = new ArrayList<>();
    String participant = form.participant();
    if (participant == null || !participants.contains(participant)) {
      complaints.add(new Complaint("#/participant", "unknown-participant"));
    }
    String collection = form.collection();
    if (collection != null && !CODE.matcher(collection).matches()) {
      complaints.add(new Complaint("#/collection", "malformed"));
    }
    Stated stated = stated(form, Kind.HOLD, complaints);
    if (participant == null || stated == null || !complaints.isEmpty()) {
      throw Problem.INVALID_REQUEST.asException(Map.of("errors", complaints));
    }
    UUID holdId = hash.idOf(PLACE, author, idempotencyKey);
    return decide(
        holdId,
        holdId,
        stated,
        hash.of(
            PLACE + "-content",
            participant,
            Objects.requireNonNullElse(collection, ""),
            stated.reasons()),
        at ->
            new StoreHoldRecord(holdId, participant, collection, at, author, new StoreHoldPlaced()),
        trace);
  }

  /**
   * Releases a hold. Idempotent per author and key.
   *
   * @return the decision's id; errors as for {@link #place}
   * @throws org.springframework.web.ErrorResponseException if the form will not do
   */
  Mono<UUID> release(
      StoreHold hold, String author, String idempotencyKey, StoreHoldForm form, TraceParent trace) {
    List<Complaint> complaints = new ArrayList<>();
    Stated stated = stated(form, Kind.RELEASE, complaints);
    if (stated == null || !complaints.isEmpty()) {
      throw Problem.INVALID_REQUEST.asException(Map.of("errors", complaints));
    }
    UUID decisionId = hash.idOf(RELEASE, author, idempotencyKey);
    return decide(
        hold.holdId(),
        decisionId,
        stated,
        hash.of(RELEASE + "-content", hold.holdId().toString(), stated.reasons()),
        at ->
            new StoreHoldRecord(
                hold.holdId(),
                hold.participant(),
                hold.collection(),
                at,
                author,
                new StoreHoldReleased(decisionId)),
        trace);
  }

  private static @Nullable Stated stated(
      StoreHoldForm form, Kind kind, List<Complaint> complaints) {
    return DecisionRules.stated(
        new DecisionForm(null, null, null, null, form.reasons(), null), kind, complaints);
  }

  private Mono<UUID> decide(
      UUID holdId,
      UUID decisionId,
      Stated stated,
      String content,
      Function<Instant, StoreHoldRecord> record,
      TraceParent trace) {
    return reasons
        .keep(holdId, decisionId, stated, content)
        .switchIfEmpty(Mono.error(Problem.IDEMPOTENCY_KEY_REUSED::asException))
        .flatMap(
            recordedAt ->
                Mono.fromCallable(
                        () ->
                            trace.call(
                                () -> {
                                  log.publish(record.apply(recordedAt));
                                  return decisionId;
                                }))
                    .subscribeOn(Schedulers.boundedElastic()));
  }
}
