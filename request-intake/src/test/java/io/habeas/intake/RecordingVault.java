package io.habeas.intake;

import io.habeas.intake.frontdoor.Admission.Identifier;
import io.habeas.intake.frontdoor.Vault;
import io.habeas.intake.proof.Challenges;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** The verifier's side of requests: keeps what it was given, knows one code, and can be away. */
final class RecordingVault implements Vault, Challenges {
  static final String RIGHT_CODE = "12345678";

  final Map<UUID, List<Identifier>> entries = new ConcurrentHashMap<>();
  final List<UUID> furtherCodes = new CopyOnWriteArrayList<>();
  final AtomicBoolean away = new AtomicBoolean();

  @Override
  public Mono<Void> put(
      UUID requestId, List<Identifier> identifiers, String locale, String source) {
    return answer(() -> entries.put(requestId, identifiers)).then();
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
