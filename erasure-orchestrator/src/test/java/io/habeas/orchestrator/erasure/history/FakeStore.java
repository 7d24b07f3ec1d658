package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.CollectionErasure;
import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureEvent.Reply;
import io.habeas.orchestrator.erasure.Retention;
import io.habeas.orchestrator.erasure.Treated;
import io.habeas.orchestrator.history.Vault;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.Treatment;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store that does what it is told, in its own time, and remembers the outcome of each step. */
final class FakeStore {
  private static final String RECORDS = "records";

  final ParticipantId id;

  /** What was taken into account of what it said. */
  final Believed believed = new Believed();

  /** Restorations after which it has not been erased again. */
  final Set<UUID> awaited = new HashSet<>();

  /** How many there are of the person that are not kept under a duty. */
  long records;

  /** How many are gone for good, and how many that were came back with a backup. */
  long erased;

  long broughtBack;

  /** How many are kept under a duty. */
  long retained;

  boolean restricted;

  /** It was hidden at least once. */
  boolean restrictTaken;

  /** How many identifiers were in the vault when it searched last. */
  int searchedAfter;

  /** A person answers in its place. */
  boolean vouchedFor;

  /** Somebody has touched by hand what it keeps. */
  boolean tampered;

  private final Dice dice;
  private final InstantSource clock;
  private final Vault vault;
  private final Wire wire;
  private final Set<IdentifierType> types;
  private final Deque<Ask> tasks = new ArrayDeque<>();
  private final Map<Integer, Reply> remembered = new HashMap<>();
  private final boolean ambiguous;
  private final @Nullable IdentifierType yields;
  private final long keeps;
  private final Instant expires;
  private final boolean cannotRestrict;
  private final Duration ahead;
  private Instant lastExpires;
  private long hiddenFromErase;
  private int seenStep;
  private long lost;
  private long strange;

  FakeStore(
      RequiredParticipant participant, Dice dice, InstantSource clock, Vault vault, Wire wire) {
    this.id = participant.id();
    this.types = participant.identifierTypes();
    this.dice = dice;
    this.clock = clock;
    this.vault = vault;
    this.wire = wire;
    SplittableRandom random = dice.random;
    ambiguous = random.nextInt(60) == 0;
    // Whom the controller approves for a type it approves to receive and to yield it.
    yields = random.nextInt(2) == 0 ? sorted(types).get(random.nextInt(types.size())) : null;
    records = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(9);
    keeps = random.nextInt(3) == 0 && records > 1 ? 1 : 0;
    hiddenFromErase = random.nextInt(8) == 0 ? random.nextInt(6) : 0;
    expires = Instant.parse("2026-11-24T00:00:00Z").plusSeconds(random.nextInt(20 * 86_400));
    lastExpires = expires;
    cannotRestrict = random.nextInt(8) == 0;
    seenStep = random.nextInt(20) == 0 ? random.nextInt(5) : 0;
    // Its clock is what it is.
    ahead = Duration.ofSeconds(dice.reports.nextInt(-40_000_000, 40_000_000));
    vault.opensFor(id);
  }

  private static List<IdentifierType> sorted(Set<IdentifierType> types) {
    return types.stream().sorted(Comparator.comparing(IdentifierType::code)).toList();
  }

  void ask(Ask task) {
    tasks.add(task);
  }

  boolean isBusy() {
    return !tasks.isEmpty();
  }

  /** Takes the oldest task; a redelivered one is answered by its first outcome. */
  void work() {
    Ask ask = tasks.remove();
    if (dice.fault(10)) {
      return; // the task is lost
    }
    if (dice.fault(15)) {
      wire.send(new ErasureEvent.TaskDeferred(id, ask.step(), reason(), clock.instant()));
      return;
    }
    Reply known = remembered.get(ask.step());
    if (known != null) {
      wire.send(known);
    } else if (ask.step() < seenStep) {
      wire.send(new ErasureEvent.TaskSuperseded(id, ask.step(), seenStep, clock.instant()));
    } else {
      seenStep = ask.step();
      Reply outcome = carriedOut(ask);
      remembered.put(ask.step(), outcome);
      wire.send(outcome);
    }
  }

  private WaitReason reason() {
    return dice.random.nextBoolean() ? WaitReason.STORE_UNAVAILABLE : WaitReason.MAP_MISMATCH;
  }

  private Reply carriedOut(Ask ask) {
    int step = ask.step();
    Instant now = clock.instant();
    return switch (ask.task()) {
      case Task.Locate locate -> located(step);
      case Task.Restrict restrict when cannotRestrict ->
          new ErasureEvent.ActionNotOffered(id, step, Action.RESTRICT, now);
      case Task.Restrict restrict -> {
        restricted = true;
        restrictTaken = true;
        yield new ErasureEvent.RecordsRestricted(id, step, now);
      }
      case Task.Lift lift when cannotRestrict ->
          new ErasureEvent.ActionNotOffered(id, step, Action.LIFT, now);
      case Task.Lift lift -> {
        restricted = false;
        yield new ErasureEvent.RestrictionLifted(id, step, now);
      }
      case Task.Erase erase -> erased(step);
      case Task.Expire expire -> expired(step);
      case Task.Verify verify ->
          records > 0
              ? new ErasureEvent.ResidueFound(id, step, now)
              : new ErasureEvent.ErasureVerified(id, step, now);
    };
  }

  private Reply located(int step) {
    searchedAfter = vault.deposits();
    return new ErasureEvent.HoldingsLocated(
        id,
        step,
        List.of(new Holding(RECORDS, records)),
        yielded(),
        ambiguous,
        treated(),
        clock.instant());
  }

  private Set<IdentifierType> yielded() {
    return yields != null && !ambiguous && vault.knows(types) && vault.deposit(id, yields)
        ? Set.of(yields)
        : Set.of();
  }

  /** Now and then the data map becomes another. */
  private List<Treated> treated() {
    Treatment treatment = dice.maps.nextInt(20) == 0 ? Treatment.ANONYMISED : Treatment.ERASED;
    return List.of(new Treated(RECORDS, Set.of(treatment), Set.of(), Set.of()));
  }

  private Reply erased(int step) {
    restricted = false;
    long toKeep = Math.min(keeps - retained, records);
    retained += toKeep;
    long missed = hiddenFromErase > 0 && records > toKeep ? 1 : 0;
    hiddenFromErase -= missed;
    long goes = records - toKeep - missed;
    erased += goes;
    records = missed;
    // A store may restate what it keeps from before, or say only what is new.
    boolean silent = retained == 0 || toKeep == 0 && dice.random.nextBoolean();
    if (!silent) {
      lastExpires = expires.plusSeconds(dice.random.nextInt(3 * 86_400));
    }
    List<Retention> kept = silent ? List.of() : List.of(keeping(retained));
    return new ErasureEvent.RecordsErased(
        id,
        step,
        List.of(new CollectionErasure(RECORDS, goes, 0, kept.isEmpty() ? 0 : retained)),
        kept,
        itsTime(),
        clock.instant());
  }

  private Reply expired(int step) {
    long gone = retained;
    erased += gone;
    retained = 0;
    lost = 0;
    return new ErasureEvent.ExpiredErased(
        id,
        step,
        List.of(new CollectionErasure(RECORDS, gone, 0, 0)),
        List.of(),
        itsTime(),
        clock.instant());
  }

  private Instant itsTime() {
    return clock.instant().plus(ahead);
  }

  /** From when on what it keeps may not be kept any more (L20). */
  Instant expires() {
    return expires;
  }

  private Retention keeping(long number) {
    return new Retention(
        RECORDS,
        "tax",
        RetentionGround.ART_17_3_B,
        "NL-AWR-52",
        "NL",
        number,
        expires,
        lastExpires);
  }

  /** What it finds that it keeps. */
  List<Retention> rows() {
    long number = retained - lost + strange;
    return number == 0 ? List.of() : List.of(keeping(number));
  }

  ErasureEvent.RetentionReported report() {
    return new ErasureEvent.RetentionReported(
        World.REQUEST, id, itsTime(), rows(), clock.instant());
  }

  /** Somebody deletes a row, or puts one there, or puts all in order again. */
  void tamperedWith() {
    tampered = true;
    switch (dice.reports.nextInt(3)) {
      case 0 -> lost = retained;
      case 1 -> strange = 1;
      default -> mended();
    }
  }

  void mended() {
    lost = 0;
    strange = 0;
  }

  /** Whether it may put more into the vault although a person answers in its place. */
  boolean mayYetYield() {
    return tasks.stream().anyMatch(ask -> ask.task() instanceof Task.Locate)
        || wire.hasWhatIsLocatedBy(id);
  }

  /** More is written before it is hidden. */
  void takesIn(int more) {
    records += more;
  }

  /** A backup brings back some of what was erased, and the controller says so. */
  void restored() {
    if (vouchedFor || !believed.isErased()) {
      return;
    }
    long back = erased == 0 ? 0 : 1;
    records += back;
    erased -= back;
    broughtBack += back;
    restricted = false;
    UUID restoration = new UUID(6, dice.random.nextLong());
    awaited.add(restoration);
    wire.send(new ErasureEvent.ReplayGranted(restoration, id, clock.instant()));
  }

  /**
   * A person saw to it by hand.
   *
   * @param afterwards when all was completed before, so that what it keeps goes too
   */
  void vouchedFor(boolean afterwards) {
    vouchedFor = true;
    // What it did meanwhile nobody heard.
    tampered = true;
    records = 0;
    retained = afterwards ? 0 : retained;
    lost = Math.min(lost, retained);
    restricted = false;
  }
}
