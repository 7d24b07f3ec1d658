package io.habeas.verifier.gate;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.GateBusy;
import io.habeas.schemas.avro.GateHeld;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.SubjectHoldEnded;
import io.habeas.schemas.avro.SubjectHoldFound;
import io.habeas.verifier.Documents;
import io.habeas.verifier.directives.DirectiveSubjects;
import io.habeas.verifier.gate.KnownIdentifiers.Attempt;
import io.habeas.verifier.gate.Passage.Mark;
import io.habeas.verifier.gate.Subjects.Subject;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.KeyedHash;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who passes. A request passes if none of the identifiers of its person is held, and marks
 * each of them; a hold is written into each of them, and finds the marks. Both write into the same
 * documents, so that one of the two sees the other: either the request is held, or the hold knows
 * that the request passed before.
 *
 * <p>What is decided is persisted, then announced, and only then acknowledged: whoever dies in
 * between is given the same message again and announces the same again. Blocks. Every operation is
 * idempotent, also when two instances do it at once.
 */
public final class Gate {
  private static final Logger log = LoggerFactory.getLogger(Gate.class);

  private final Vault vault;
  private final RequestLives lives;
  private final KnownIdentifiers known;
  private final Subjects subjects;
  private final Passages passages;
  private final OpenAccesses accesses;
  private final SubjectHolds holds;
  private final Fingerprints fingerprints;
  private final Pseudonyms pseudonyms;
  private final RecordPublisher publisher;
  private final Terms terms;
  private final Clock clock;
  private final MeterRegistry meters;

  /**
   * How long things are kept and waited for.
   *
   * @param remembered how long identifiers are known after they last came to the gate, unless they
   *     are held
   * @param accountable how long a hold is known after it was released
   * @param patience how long MongoDB may take for one operation
   */
  public record Terms(Duration remembered, Duration accountable, Duration patience) {}

  /**
   * @param participants all that the controller approved
   * @param directives names the person for each of them
   */
  public Gate(
      MongoDatabase database,
      Vault vault,
      RequestLives lives,
      SubjectHolds holds,
      KeyedHash hash,
      Collection<String> participants,
      DirectiveSubjects directives,
      RecordPublisher publisher,
      Terms terms,
      Clock clock,
      MeterRegistry meters) {
    this.vault = vault;
    this.lives = lives;
    this.known = new KnownIdentifiers(database, terms.patience());
    this.subjects = new Subjects(database, known, Subjects.random(), terms.patience());
    this.passages = new Passages(database, terms.patience());
    this.accesses = new OpenAccesses(database, terms.patience());
    this.holds = holds;
    this.fingerprints = new Fingerprints(hash);
    this.pseudonyms = new Pseudonyms(hash, participants, directives);
    this.publisher = publisher;
    this.terms = terms;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * A request asks whether it may erase.
   *
   * <p>An access of the same person that was accepted before it asked is finished first: what
   * proves an access is written here before the register can accept it.
   *
   * @param ask which question of the request it is; rises
   * @param behindAccesses whether it waits for accesses of the same person
   */
  public void ask(String requestId, int ask, boolean behindAccesses) {
    Optional<Passage> before = passages.find(requestId);
    if (before.isPresent() && before.get().ask() > ask) {
      return;
    }
    Optional<VaultEntry> entry = Documents.find(vault.find(requestId), terms.patience());
    Passage passage;
    if (before.isPresent() && before.get().ask() == ask) {
      passage = before.get();
    } else {
      if (entry.isEmpty() || Documents.await(lives.isOver(requestId), terms.patience())) {
        log.warn("Expected request {} at the gate to be under way but it is over", requestId);
        return;
      }
      Mark question = new Mark(requestId, ask);
      Instant keepUntil = now().plus(terms.remembered());
      Subject subject = subjects.resolve(fingerprintsOf(entry.get()), keepUntil);
      if (behindAccesses && waits(question, subject)) {
        return;
      }
      passage = decide(question, subject, before);
    }
    if (passage.ask() == ask) {
      announce(passage, entry.map(this::identifiersOf).orElse(List.of()));
    }
  }

  /**
   * Whether it waits, which is answered and not decided: the same question is decided when the last
   * of the accesses is over, or when it is asked anew and waits no more.
   */
  private boolean waits(Mark question, Subject subject) {
    List<UUID> open =
        accesses.of(subject.identifiers()).stream()
            .filter(access -> accesses.await(access, question))
            .map(UUID::fromString)
            .toList();
    if (open.isEmpty()) {
      return false;
    }
    publish(question.requestId(), now(), new GateBusy(question.ask(), open));
    meters.counter("habeas.verifier.gate", "result", "BUSY").increment();
    return true;
  }

  /** A request for access arrived: erasures of its person wait for it once it is proven. */
  public void accessArrived(String requestId) {
    accesses.arrived(requestId, now().plus(terms.remembered()));
  }

  /**
   * More is known of the person behind a request: proven, or yielded by a store. Without effect but
   * for one for access. Called before anybody hears of it.
   */
  public void shown(String requestId) {
    if (accesses.isOpen(requestId)) {
      Documents.find(vault.find(requestId), terms.patience())
          .ifPresent(entry -> accesses.shown(requestId, fingerprintsOf(entry)));
    }
  }

  /** A request is read out or ended: whoever waited for it is answered. */
  public void accessOver(String requestId) {
    accesses.over(requestId).forEach(question -> ask(question.requestId(), question.ask(), true));
  }

  private Passage decide(Mark question, Subject subject, Optional<Passage> before) {
    before.ifPresent(
        earlier -> {
          known.takeBack(earlier.identifiers(), earlier.earlierMarks());
          known.takeBack(earlier.identifiers(), List.of(earlier.mark()));
        });
    Instant now = now();
    Instant keepUntil = now.plus(terms.remembered());
    Set<String> heldBy = tryToPass(subject, question, keepUntil);
    Passage decided =
        passages.decide(
            new Passage(
                question.requestId(),
                question.ask(),
                List.copyOf(heldBy),
                subject.reference(),
                subject.identifiers(),
                now),
            keepUntil);
    meters
        .counter("habeas.verifier.gate", "result", decided.passed() ? "PASSED" : "HELD")
        .increment();
    return decided;
  }

  private Set<String> fingerprintsOf(VaultEntry entry) {
    // In one order for everybody.
    Set<String> all = new TreeSet<>();
    for (Identifier identifier : identifiersOf(entry)) {
      all.add(fingerprints.of(identifier));
    }
    return all;
  }

  /** Those that are proven, or found beside such a one. */
  private List<Identifier> identifiersOf(VaultEntry entry) {
    Set<String> types =
        entry.identifiers().stream().map(VaultEntry.Held::type).collect(Collectors.toSet());
    return vault.open(entry, types, true);
  }

  private Set<String> tryToPass(Subject subject, Mark mark, Instant keepUntil) {
    Set<String> heldBy = new LinkedHashSet<>();
    for (String identifier : new TreeSet<>(subject.identifiers())) {
      boolean looking = true;
      while (looking) {
        looking =
            switch (known.pass(identifier, mark, keepUntil)) {
              case Attempt.Marked _ -> false;
              case Attempt.Held(Set<String> found) -> !holdersOf(identifier, found, mark, heldBy);
              case Attempt.Unknown _ -> {
                known.know(identifier, subject.reference(), keepUntil);
                yield true;
              }
            };
      }
    }
    return heldBy;
  }

  /**
   * Adds those holds that bind the request, and clears away what is left of others.
   *
   * @return whether there is any
   */
  private boolean holdersOf(String identifier, Set<String> found, Mark mark, Set<String> heldBy) {
    boolean any = false;
    for (String holdId : found) {
      if (binds(holdId, mark.requestId())) {
        heldBy.add(holdId);
        any = true;
      } else {
        known.letGo(List.of(identifier), holdId);
      }
    }
    return any;
  }

  /** From here on the hold knows whom to tell of its end. */
  private boolean binds(String holdId, String requestId) {
    SubjectHold hold =
        Documents.find(holds.find(holdId), terms.patience())
            .orElseThrow(
                () ->
                    new IllegalStateException("Expected the hold of an identifier but it is gone"));
    return hold.state() != SubjectHold.State.RELEASED
        && Documents.await(holds.tells(holdId, requestId), terms.patience());
  }

  private void announce(Passage passage, List<Identifier> identifiers) {
    if (passage.passed()) {
      publish(
          passage.requestId(),
          passage.at(),
          new GatePassed(passage.ask(), pseudonyms.of(passage.subject(), identifiers)));
      return;
    }
    // Only now: until it was decided, another might have let the request pass by these marks.
    known.takeBack(passage.identifiers(), List.of(passage.mark()));
    publish(
        passage.requestId(),
        passage.at(),
        new GateHeld(passage.ask(), passage.holds().stream().map(UUID::fromString).toList()));
    passage.holds().forEach(holdId -> tellIfEnded(passage.requestId(), holdId));
  }

  /**
   * A hold may have ended while its beginning was being told: its end is told after it in any case,
   * by whoever ended it or here.
   */
  private void tellIfEnded(String requestId, String holdId) {
    Documents.find(holds.find(holdId), terms.patience())
        .flatMap(SubjectHold::releasedAt)
        .ifPresent(at -> publish(requestId, at, new SubjectHoldEnded(UUID.fromString(holdId))));
  }

  /**
   * The data protection officer has a person held.
   *
   * @return false if the vault does not know by what
   */
  public boolean place(String holdId, String author, Instant at) {
    Optional<SubjectHold> placed =
        Documents.find(holds.place(holdId, author, at), terms.patience());
    if (placed.isEmpty()) {
      return false;
    }
    if (placed.get().state() == SubjectHold.State.RELEASED) {
      return true;
    }
    Instant keepUntil = now().plus(terms.remembered());
    Set<String> passed = new LinkedHashSet<>();
    for (String identifier : placed.get().identifiers()) {
      known.know(identifier, Subjects.random().get(), keepUntil);
      known.hold(identifier, holdId).forEach(mark -> passed.add(mark.requestId()));
    }
    Instant placedAt = placed.get().placedAt().orElse(at);
    for (String requestId : passed) {
      if (Documents.await(holds.tells(holdId, requestId), terms.patience())) {
        publish(requestId, placedAt, new SubjectHoldFound(UUID.fromString(holdId)));
        tellIfEnded(requestId, holdId);
      }
    }
    Documents.find(holds.effective(holdId), terms.patience());
    return true;
  }

  /** The data protection officer releases a person. */
  public void release(String holdId, Instant at) {
    Optional<SubjectHold> released =
        Documents.find(holds.release(holdId, at, at.plus(terms.accountable())), terms.patience());
    if (released.isEmpty()) {
      log.warn("Expected hold {} to be released to be in force but it never was", holdId);
      return;
    }
    SubjectHold hold = released.get();
    known.letGo(hold.identifiers(), holdId);
    Instant releasedAt = hold.releasedAt().orElse(at);
    for (String requestId : hold.requests()) {
      publish(requestId, releasedAt, new SubjectHoldEnded(UUID.fromString(holdId)));
    }
    Documents.done(holds.shred(holdId), terms.patience());
  }

  /** Whether the last answer to a request was that it may erase. */
  public boolean hasPassed(String requestId) {
    return passages.find(requestId).map(Passage::passed).orElse(false);
  }

  /** A request ended without erasing anything: that it passed counts no more. */
  public void takeBack(String requestId) {
    passages
        .find(requestId)
        .ifPresent(
            passage -> {
              known.takeBack(passage.identifiers(), passage.earlierMarks());
              known.takeBack(passage.identifiers(), List.of(passage.mark()));
              passages.forget(requestId);
            });
  }

  /** Forgets what is not needed any more. */
  public void forget(Instant now) {
    known.forget(now);
    subjects.forget(now);
    passages.forget(now);
    accesses.forget(now);
    Documents.done(holds.forget(now), terms.patience());
  }

  private void publish(String requestId, Instant at, Object payload) {
    publisher.publish(
        Topics.IDENTITY, requestId, new IdentityRecord(UUID.fromString(requestId), at, payload));
  }

  /** As precise as what is stored. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
