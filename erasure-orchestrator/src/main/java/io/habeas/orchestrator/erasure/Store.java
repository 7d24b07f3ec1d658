package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.HaltReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one participant's part in an erasure.
 *
 * @param participant which
 * @param progress how far it has come
 * @param restricted it was asked to restrict, and has neither lifted nor converted that since
 * @param holdings what it located last
 * @param treated how it says that it treats its collections; empty where it says nothing
 * @param outcomes what it did with that, over every ERASE
 * @param retained what it keeps and why
 * @param compared how that compares with what it says by itself; null where it never kept anything
 * @param residues how often its probe found something left
 * @param halted why a person must decide before anything more is asked of it; null while nobody
 *     must
 * @param decidedBy the decision by which a person vouched for it in its place; null if none did
 */
public record Store(
    ParticipantId participant,
    Progress progress,
    boolean restricted,
    List<Holding> holdings,
    List<Treated> treated,
    List<CollectionErasure> outcomes,
    List<Retention> retained,
    @Nullable Comparison compared,
    int residues,
    @Nullable HaltReason halted,
    @Nullable UUID decidedBy) {

  /** How far a store has come; later ones include earlier ones. */
  public enum Progress {
    NOT_LOCATED,
    LOCATED,
    RESTRICTED,
    ERASED,
    VERIFIED;

    boolean before(Progress other) {
      return compareTo(other) < 0;
    }
  }

  public Store {
    holdings = List.copyOf(holdings);
    treated = List.copyOf(treated);
    outcomes = List.copyOf(outcomes);
    retained = List.copyOf(retained);
  }

  static Store unknown(ParticipantId participant) {
    return new Store(
        participant,
        Progress.NOT_LOCATED,
        false,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        0,
        null,
        null);
  }

  /** It must search (again): whatever it did before covers only what was known then. */
  Store searching() {
    return at(Progress.NOT_LOCATED, restricted);
  }

  /** Everything was lifted, and all begins again. */
  Store anew() {
    return new Store(
        participant,
        decidedBy == null ? Progress.NOT_LOCATED : progress,
        restricted,
        holdings,
        treated,
        outcomes,
        retained,
        compared,
        0,
        null,
        decidedBy);
  }

  Store located(List<Holding> found, List<Treated> how) {
    return new Store(
        participant,
        Progress.LOCATED,
        restricted,
        found,
        how,
        outcomes,
        retained,
        compared,
        residues,
        halted,
        decidedBy);
  }

  /** RESTRICT is issued: from now on something may be hidden there. */
  Store restricting() {
    return at(progress, true);
  }

  Store hidden() {
    return at(Progress.RESTRICTED, true);
  }

  /** It cannot restrict: nothing is hidden there until it is erased. */
  Store staysVisible() {
    return at(Progress.RESTRICTED, false);
  }

  Store lifted() {
    return at(Progress.LOCATED, false);
  }

  /** What was restricted is now gone, or kept as retained and restricted as such. */
  Store erased(List<CollectionErasure> what, List<Retention> kept) {
    return new Store(
        participant,
        Progress.ERASED,
        false,
        holdings,
        treated,
        merged(
            outcomes,
            what,
            (a, b) -> a.collection().equals(b.collection()),
            CollectionErasure::after),
        // A retention once reported is replaced by a newer statement on the same duty, never
        // dropped.
        merged(retained, kept, Retention::sameDutyAs, (later, earlier) -> later),
        compared,
        residues,
        halted,
        decidedBy);
  }

  Store verified() {
    return at(Progress.VERIFIED, false);
  }

  Store residueFound() {
    return new Store(
        participant,
        Progress.RESTRICTED,
        restricted,
        holdings,
        treated,
        outcomes,
        retained,
        compared,
        residues + 1,
        halted,
        decidedBy);
  }

  Store halted(HaltReason reason) {
    return new Store(
        participant,
        progress,
        restricted,
        holdings,
        treated,
        outcomes,
        retained,
        compared,
        residues,
        reason,
        decidedBy);
  }

  private Store at(Progress reached, boolean nowRestricted) {
    return new Store(
        participant,
        reached,
        nowRestricted,
        holdings,
        treated,
        outcomes,
        retained,
        compared,
        residues,
        halted,
        decidedBy);
  }

  /**
   * A person vouches that nothing of the request's is left there: it is asked nothing more, but to
   * lift what it may have restricted if the request ends.
   */
  Store vouchedFor(UUID decision) {
    return new Store(
        participant,
        Progress.VERIFIED,
        restricted,
        holdings,
        treated,
        outcomes,
        retained,
        compared,
        0,
        null,
        decision);
  }

  /** It was restored from a backup: what it had erased since may be there again. */
  Store restored() {
    return new Store(
        participant,
        Progress.LOCATED,
        true,
        holdings,
        treated,
        outcomes,
        retained,
        compared,
        0,
        null,
        decidedBy);
  }

  /** What the backup brought back is gone; it was counted before. */
  Store replayed(List<Retention> kept) {
    return new Store(
        participant,
        Progress.ERASED,
        false,
        holdings,
        treated,
        outcomes,
        merged(retained, kept, Retention::sameDutyAs, (later, earlier) -> later),
        compared,
        residues,
        halted,
        decidedBy);
  }

  /** A person vouches that what the backup brought back is gone. */
  Store replayedFor(UUID decision) {
    return new Store(
        participant,
        Progress.VERIFIED,
        false,
        holdings,
        treated,
        outcomes,
        retained,
        compared,
        0,
        null,
        decision);
  }

  /**
   * What was kept too long is gone; this is what is still kept. Of what was not due nobody was
   * asked: if it is not there any more, that is a difference, and not forgotten.
   *
   * @param asOf as of when it was asked
   */
  Store expired(List<CollectionErasure> what, List<Retention> still, Instant asOf) {
    List<Retention> kept =
        Stream.concat(
                retained.stream().filter(each -> each.firstExpiry().isAfter(asOf)),
                still.stream().filter(each -> !isKeptBeyond(asOf, each)))
            .toList();
    List<CollectionErasure> after =
        merged(
            outcomes,
            what,
            (a, b) -> a.collection().equals(b.collection()),
            CollectionErasure::afterExpiry);
    return new Store(
        participant,
        progress,
        restricted,
        holdings,
        treated,
        after,
        kept,
        compared,
        residues,
        halted,
        decidedBy);
  }

  private boolean isKeptBeyond(Instant asOf, Retention duty) {
    return retained.stream()
        .anyMatch(each -> each.sameDutyAs(duty) && each.firstExpiry().isAfter(asOf));
  }

  /** A person vouches that what was kept is gone. */
  Store expiredFor(UUID decision) {
    List<CollectionErasure> after =
        outcomes.stream().map(CollectionErasure::withoutRetained).toList();
    return new Store(
        participant,
        progress,
        restricted,
        holdings,
        treated,
        after,
        List.of(),
        compared,
        0,
        null,
        decision);
  }

  /** It says that it still keeps what it may no longer keep. */
  Store keptTooLong() {
    return new Store(
        participant,
        progress,
        restricted,
        holdings,
        treated,
        outcomes,
        retained,
        compared,
        residues + 1,
        halted,
        decidedBy);
  }

  /**
   * It has just said what it keeps. Where it never kept anything there is nothing to compare.
   *
   * @param saidAt when, by its own clock
   */
  Store stated(Instant saidAt, Instant at) {
    if (compared == null && retained.isEmpty()) {
      return this;
    }
    return compared(
        compared == null
            ? new Comparison(saidAt, at, List.of())
            : new Comparison(
                saidAt.isAfter(compared.asOf()) ? saidAt : compared.asOf(),
                at,
                compared.differences()));
  }

  Store compared(Comparison now) {
    return new Store(
        participant,
        progress,
        restricted,
        holdings,
        treated,
        outcomes,
        retained,
        now,
        residues,
        halted,
        decidedBy);
  }

  /** When the first record that it keeps may no longer be kept; empty if it keeps none. */
  Optional<Instant> nextExpiry() {
    return retained.stream()
        .filter(kept -> kept.records() > 0)
        .map(Retention::firstExpiry)
        .min(Comparator.naturalOrder());
  }

  private static <T> List<T> merged(
      List<T> earlier, List<T> later, BiPredicate<T, T> same, BinaryOperator<T> merge) {
    if (earlier.isEmpty()) {
      return later;
    }
    List<T> all = new ArrayList<>(earlier);
    for (T statement : later) {
      int index = 0;
      while (index < all.size() && !same.test(all.get(index), statement)) {
        index++;
      }
      if (index < all.size()) {
        all.set(index, merge.apply(statement, all.get(index)));
      } else {
        all.add(statement);
      }
    }
    return all;
  }
}
