package io.habeas.intake;

import io.habeas.intake.decisions.Reasons;
import io.habeas.intake.decisions.SubjectHolds;
import io.habeas.intake.frontdoor.Admission;
import io.habeas.intake.frontdoor.Admission.Identifier;
import io.habeas.intake.frontdoor.Vault;
import io.habeas.intake.proof.Challenges;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** The verifier's side of requests: keeps what it was given, knows one code, and can be away. */
public final class RecordingVault implements Vault, Challenges, Reasons, SubjectHolds {
  public static final String RIGHT_CODE = "12345678";

  public final Map<UUID, List<Identifier>> entries = new ConcurrentHashMap<>();
  public final Map<UUID, Admission.Statement> stated = new ConcurrentHashMap<>();
  public final List<UUID> furtherCodes = new CopyOnWriteArrayList<>();
  public final AtomicBoolean away = new AtomicBoolean();

  public final Map<UUID, KeptHold> holds = new ConcurrentHashMap<>();
  public final List<Hold> placed = new CopyOnWriteArrayList<>();

  public final Map<UUID, Statement> statements = new ConcurrentHashMap<>();

  /**
   * What was stated for a decision.
   *
   * @param content hash of the whole
   */
  public record Statement(UUID requestId, Stated stated, String content, Instant at) {}

  /** By what a person shall be held. */
  public record KeptHold(Person person, String content) {}

  /** Forgets everything, and is there. */
  void forget() {
    entries.clear();
    stated.clear();
    furtherCodes.clear();
    statements.clear();
    holds.clear();
    placed.clear();
    away.set(false);
  }

  @Override
  public Mono<Instant> keep(UUID requestId, UUID decisionId, Stated stated, String content) {
    Statement fresh =
        new Statement(requestId, stated, content, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    return answer(() -> statements.putIfAbsent(decisionId, fresh))
        .then(Mono.fromSupplier(() -> statements.get(decisionId)))
        .filter(kept -> kept.content().equals(content))
        .map(Statement::at);
  }

  @Override
  public Mono<Boolean> keep(UUID holdId, Person person, String content) {
    KeptHold fresh = new KeptHold(person, content);
    return answer(() -> holds.putIfAbsent(holdId, fresh))
        .then(Mono.fromSupplier(() -> fresh.equals(holds.get(holdId))));
  }

  @Override
  public Mono<List<Hold>> all() {
    return answer(() -> {}).then(Mono.fromSupplier(() -> List.copyOf(placed)));
  }

  @Override
  public Mono<Void> put(
      UUID requestId,
      List<Identifier> identifiers,
      Admission.Statement statement,
      String locale,
      String source) {
    return answer(
            () -> {
              entries.put(requestId, identifiers);
              stated.put(requestId, statement);
            })
        .then();
  }

  @Override
  public Mono<Shredding> shred(UUID requestId) {
    return answer(() -> entries.remove(requestId)).thenReturn(Shredding.SHREDDED);
  }

  @Override
  public Mono<Boolean> attempt(UUID requestId, String code) {
    return answer(() -> {}).thenReturn(code.equals(RIGHT_CODE));
  }

  @Override
  public Mono<Void> issueAnother(UUID requestId, String source) {
    return answer(() -> furtherCodes.add(requestId));
  }

  private Mono<Void> answer(Runnable effect) {
    return Mono.fromRunnable(
        () -> {
          if (away.get()) {
            throw new Unavailable("identity-verifier", new IllegalStateException("away"));
          }
          effect.run();
        });
  }
}
