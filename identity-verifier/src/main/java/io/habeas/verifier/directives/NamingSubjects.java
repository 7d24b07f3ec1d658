package io.habeas.verifier.directives;

import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.SubjectsNamed;
import io.habeas.verifier.Documents;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by what the person of a request is known, where processing for a purpose stops: by
 * everything that they stated, proven or not, since nothing is read and nobody is told anything
 * (L29). Blocks. Idempotent: the same question has the same answer.
 */
public final class NamingSubjects {
  private static final Logger log = LoggerFactory.getLogger(NamingSubjects.class);

  private final Vault vault;
  private final RequestLives lives;
  private final DirectiveSubjects subjects;
  private final RecordPublisher publisher;
  private final Duration patience;
  private final Clock clock;

  /**
   * @param patience how long MongoDB may take for one operation
   */
  public NamingSubjects(
      Vault vault,
      RequestLives lives,
      DirectiveSubjects subjects,
      RecordPublisher publisher,
      Duration patience,
      Clock clock) {
    this.vault = vault;
    this.lives = lives;
    this.subjects = subjects;
    this.publisher = publisher;
    this.patience = patience;
    this.clock = clock;
  }

  /** A request asks. */
  public void ask(UUID requestId) {
    String id = requestId.toString();
    Optional<VaultEntry> entry = Documents.find(vault.find(id), patience);
    if (entry.isEmpty() || Documents.await(lives.isOver(id), patience)) {
      log.warn("Expected request {} that asks for its person to be under way but it is over", id);
      return;
    }
    Set<String> types =
        entry.get().identifiers().stream().map(VaultEntry.Held::type).collect(Collectors.toSet());
    publisher.publish(
        Topics.IDENTITY,
        id,
        new IdentityRecord(
            requestId,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            new SubjectsNamed(subjects.of(vault.open(entry.get(), types, false)))));
  }
}
