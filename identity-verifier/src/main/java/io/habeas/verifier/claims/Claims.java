package io.habeas.verifier.claims;

import io.habeas.chassis.controller.Controller;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.register.Concern;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.SealedEntries;
import io.habeas.verifier.vault.Statement;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Answers participants' claims and takes what they yield. */
public final class Claims {
  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  private final Vault vault;
  private final SealedEntries sealed;
  private final RequestLives lives;
  private final IssuedTasks tasks;
  private final Declarations declarations;
  private final Gate gate;
  private final Set<String> multiValuedTypes;
  private final MeterRegistry meters;

  /**
   * @param multiValuedTypes types of which one person may have several
   */
  public Claims(
      Vault vault,
      SealedEntries sealed,
      RequestLives lives,
      IssuedTasks tasks,
      Declarations declarations,
      Gate gate,
      Set<String> multiValuedTypes,
      MeterRegistry meters) {
    this.vault = vault;
    this.sealed = sealed;
    this.lives = lives;
    this.tasks = tasks;
    this.declarations = declarations;
    this.gate = gate;
    this.multiValuedTypes = Set.copyOf(multiValuedTypes);
    this.meters = meters;
  }

  /**
   * A participant whose principal is authenticated and approved.
   *
   * @param participant what the controller approved of it
   */
  record Claimant(Controller.Participant participant) {
    /** As in topics. */
    String name() {
      return participant.name();
    }

    /** The types that the controller approved for it. */
    Set<String> approved() {
      return Set.copyOf(participant.identifierTypes());
    }
  }

  /** A task that a participant says it was given. */
  record TaskRef(String requestId, int step) {}

  /**
   * An answer, for one task.
   *
   * @param identifiers what is granted; empty unless granted, and where nothing of those types is
   *     proven or yielded
   * @param statement what the person wants corrected, for a task to rectify alone (L18)
   */
  record Answer(TaskRef task, Claim claim, List<Identifier> identifiers, Statement statement) {
    Answer {
      identifiers = List.copyOf(identifiers);
    }

    Answer(TaskRef task, Claim claim) {
      this(task, claim, List.of(), Statement.NONE);
    }
  }

  /** What became of a yield. */
  sealed interface Yielded {
    record Taken(List<String> added) implements Yielded {
      public Taken {
        added = List.copyOf(added);
      }
    }

    /** Another value of that type is known: a person must decide. */
    record Conflict() implements Yielded {}

    record NotYet() implements Yielded {}

    record Refused(Claim.Reason reason) implements Yielded {}
  }

  /** Answers in the order of {@code claimed}, with six look-ups however many there are. */
  Mono<List<Answer>> claim(Claimant claimant, List<TaskRef> claimed) {
    return knowledge(claimant, claimed)
        .map(
            known -> {
              List<Answer> answers = new ArrayList<>(claimed.size());
              for (TaskRef task : claimed) {
                Answer answer = answer(known, task, ClaimPolicy.decide(known.needs(task)));
                count("claims", claimant, answer.claim());
                answers.add(answer);
              }
              return answers;
            });
  }

  /**
   * Takes identifiers that a store found beside a proven one. Idempotent. Only for a task to
   * locate, only types that the store declares to yield and the controller approved, all or
   * nothing.
   */
  Mono<Yielded> takeYield(Claimant claimant, TaskRef task, List<Vault.Found> found) {
    return knowledge(claimant, List.of(task))
        .flatMap(
            known ->
                switch (ClaimPolicy.decide(known.yields(task))) {
                  case Claim.NotYet n -> Mono.<Yielded>just(new Yielded.NotYet());
                  case Claim.Refused(Claim.Reason reason) ->
                      Mono.<Yielded>just(new Yielded.Refused(reason));
                  case Claim.Granted(Set<String> types) ->
                      found.stream().allMatch(f -> types.contains(f.identifier().type()))
                          ? deposit(claimant, task, found)
                          : Mono.<Yielded>just(new Yielded.Refused(Claim.Reason.NOT_APPROVED));
                })
        .doOnNext(
            yielded ->
                meters
                    .counter(
                        "habeas.verifier.yields",
                        "participant",
                        claimant.name(),
                        "result",
                        yielded.getClass().getSimpleName())
                    .increment());
  }

  private Mono<Yielded> deposit(Claimant claimant, TaskRef task, List<Vault.Found> found) {
    return vault
        .deposit(task.requestId(), claimant.name(), task.step(), found, multiValuedTypes)
        .flatMap(
            result ->
                switch (result) {
                  case Vault.Yield.Added(List<String> added) ->
                      shownAtGate(task.requestId()).<Yielded>thenReturn(new Yielded.Taken(added));
                  case Vault.Yield.Conflict(String type) ->
                      Mono.<Yielded>just(new Yielded.Conflict());
                })
        .defaultIfEmpty(new Yielded.Refused(Claim.Reason.UNKNOWN_REQUEST));
  }

  /** Before the store is told that it is taken: then the person is known by it everywhere. */
  private Mono<Void> shownAtGate(String requestId) {
    return Mono.<Void>fromRunnable(() -> gate.shown(requestId))
        .subscribeOn(Schedulers.boundedElastic());
  }

  private Answer answer(Knowledge known, TaskRef task, Claim claim) {
    if (!(claim instanceof Claim.Granted(Set<String> types))) {
      return new Answer(task, claim);
    }
    VaultEntry entry = known.entries().get(task.requestId());
    if (entry == null) {
      throw new IllegalStateException(
          "Expected a vault entry of a granted claim but there is none");
    }
    try {
      return new Answer(
          task,
          claim,
          vault.open(entry, types, true),
          known.mayCorrect(task) ? vault.openStatement(entry) : Statement.NONE);
    } catch (IllegalStateException e) {
      // One entry that no key opens must not hold up the rest of a batch; an operator has to look.
      log.error("Expected a readable vault entry of request {} but it is not", task.requestId());
      return new Answer(task, new Claim.NotYet());
    }
  }

  private Mono<Knowledge> knowledge(Claimant claimant, List<TaskRef> claimed) {
    List<String> ids = claimed.stream().map(TaskRef::requestId).distinct().toList();
    return Mono.zip(
            vault.findAll(ids),
            lives.findAll(ids),
            tasks.findAll(ids, claimant.name()),
            declarations.find(claimant.name()).map(Optional::of).defaultIfEmpty(Optional.empty()),
            sealed.grantedTo(claimant.name(), ids),
            lives.concerns(ids))
        .map(
            all ->
                new Knowledge(
                    claimant,
                    both(all.getT1(), all.getT5()),
                    reopened(all.getT2(), all.getT5().keySet()),
                    all.getT6(),
                    all.getT3(),
                    all.getT4()));
  }

  private static Map<String, VaultEntry> both(
      Map<String, VaultEntry> open, Map<String, VaultEntry> granted) {
    Map<String, VaultEntry> all = new HashMap<>(open);
    all.putAll(granted);
    return all;
  }

  /** For a store that was restored from a backup a request is what it was before it was over. */
  private static Map<String, Life> reopened(Map<String, Life> lives, Set<String> granted) {
    Map<String, Life> all = new HashMap<>(lives);
    granted.forEach(requestId -> all.put(requestId, Life.ACCEPTED));
    return all;
  }

  private void count(String what, Claimant claimant, Claim claim) {
    String result =
        switch (claim) {
          case Claim.Granted g -> "GRANTED";
          case Claim.NotYet n -> "NOT_YET";
          case Claim.Refused(Claim.Reason reason) -> reason.name();
        };
    if (claim instanceof Claim.Refused) {
      log.info("Claim of participant {} refused: {}", claimant.name(), result);
    }
    meters
        .counter("habeas.verifier." + what, "participant", claimant.name(), "result", result)
        .increment();
  }

  private record Knowledge(
      Claimant claimant,
      Map<String, VaultEntry> entries,
      Map<String, Life> lives,
      Map<String, Concern> concerns,
      Map<String, IssuedTasks.Issued> tasks,
      Optional<Declarations.Declared> declared) {

    ClaimPolicy.Facts needs(TaskRef task) {
      return facts(task, issued(task).steps(), declared.map(Declarations.Declared::needs));
    }

    boolean mayCorrect(TaskRef task) {
      return issued(task).rectifying().contains(task.step());
    }

    ClaimPolicy.Facts yields(TaskRef task) {
      return facts(task, issued(task).locating(), declared.map(Declarations.Declared::yields));
    }

    private IssuedTasks.Issued issued(TaskRef task) {
      return tasks.getOrDefault(task.requestId(), IssuedTasks.Issued.NONE);
    }

    private ClaimPolicy.Facts facts(
        TaskRef task, Set<Integer> issued, Optional<Set<String>> declaredTypes) {
      VaultEntry entry = entries.get(task.requestId());
      return new ClaimPolicy.Facts(
          task.step(),
          entry != null,
          entry != null && entry.anyProven(),
          Optional.ofNullable(lives.get(task.requestId())),
          Optional.ofNullable(concerns.get(task.requestId()))
              .map(concern -> concern.includes(claimant.participant()))
              .orElse(true),
          issued,
          issued(task).highest(),
          declaredTypes,
          claimant.approved());
    }
  }
}
