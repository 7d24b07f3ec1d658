package io.habeas.verifier.directives;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.ParticipantSubjects;
import io.habeas.schemas.avro.SubjectsNamed;
import io.habeas.schemas.directives.SubjectKey;
import io.habeas.verifier.Instance;
import io.habeas.verifier.RecordingAnnouncements;
import io.habeas.verifier.StandInMongo;
import io.habeas.verifier.TestClock;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.KeyedHash;
import io.habeas.verifier.vault.Statement;
import io.habeas.verifier.vault.VaultKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the person of a request is named to each participant alone. */
class NamingSubjectsTest {
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");

  @TempDir Path directory;
  private final StandInMongo mongo = new StandInMongo();
  private final TestClock clock = new TestClock();
  private final RecordingAnnouncements announcements = new RecordingAnnouncements();
  private Instance instance;
  private DirectiveSubjects subjects;
  private NamingSubjects naming;

  @BeforeEach
  void open() throws IOException {
    Path file = directory.resolve("keys.json");
    VaultKeys.generate(file);
    VaultKeys keys = VaultKeys.load(file.toString(), name -> null);
    instance = new Instance(mongo, keys, clock, announcements);
    subjects =
        new DirectiveSubjects(
            new KeyedHash(keys),
            Map.of("orders", Set.of("email", "account_id"), "search", Set.of("email")));
    naming =
        new NamingSubjects(
            instance.vault, instance.lives, subjects, announcements, Instance.PATIENCE, clock);
  }

  @AfterEach
  void close() {
    mongo.close();
  }

  @Test
  void shouldNameWhoeverWasStatedToEachParticipantUnderItsOwnKey_L29() {
    // given
    deposit(Identifier.of("email", "Ann@Example.org"), Identifier.of("account_id", "77"));

    // when
    naming.ask(REQUEST);

    // then
    SubjectKey orders = new SubjectKey(subjects.keyOf("orders"));
    SubjectKey search = new SubjectKey(subjects.keyOf("search"));
    assertThat(said())
        .containsExactly(
            new SubjectsNamed(
                List.of(
                    new ParticipantSubjects(
                        "orders",
                        List.of(
                            orders.subject("account_id", "77"),
                            orders.subject("email", " ann@example.ORG"))),
                    new ParticipantSubjects(
                        "search", List.of(search.subject("email", "ann@example.org"))))));
    assertThat(search.subject("email", "ann@example.org"))
        .isNotEqualTo(orders.subject("email", "ann@example.org"));
  }

  @Test
  void shouldNameNobodyToWhomNoDirectiveIsWritten() {
    // when
    List<String> named =
        subjects.of("provider", List.of(Identifier.of("email", "ann@example.org")));

    // then
    assertThat(named).isEmpty();
  }

  @Test
  void shouldKeepSilentOfARequestThatIsOverOrUnknown() {
    // given
    deposit(Identifier.of("email", "ann@example.org"));
    instance.lives.advance(REQUEST.toString(), Life.CLOSED).block(Instance.PATIENCE);

    // when
    naming.ask(REQUEST);
    naming.ask(UUID.randomUUID());

    // then
    assertThat(said()).isEmpty();
  }

  private void deposit(Identifier... identifiers) {
    instance
        .vault
        .put(REQUEST.toString(), List.of(identifiers), Statement.NONE, "en", "source-1")
        .block(Instance.PATIENCE);
  }

  private List<Object> said() {
    return announcements.of(IdentityRecord.class).stream().map(IdentityRecord::getPayload).toList();
  }
}
