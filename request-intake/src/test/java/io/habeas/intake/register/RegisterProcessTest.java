package io.habeas.intake.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasedNotice;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAccepted;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ExportAbandoned;
import io.habeas.schemas.avro.ExportEndingAccepted;
import io.habeas.schemas.avro.ExportEventRecord;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.IdentityVerified;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.LetterChannel;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.ProcessingStopped;
import io.habeas.schemas.avro.ProofMethod;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestReceived;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.RetentionExpired;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalWished;
import io.habeas.schemas.avro.WithdrawnNotice;
import io.habeas.testkit.ProcessHarness;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The register on its topics, restarted between any two records. */
class RegisterProcessTest {
  private static final UUID ID = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a11");
  private static final UUID DECISION = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c01");
  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

  private final List<Object> requests = new ArrayList<>();
  private final List<Object> letters = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final ProcessHarness<Registration> harness = ProcessHarness.of(definition());

  private static ProcessDefinition<Registration, RegisterEvent, RegisterCommand> definition() {
    return RegisterProcess.of(
        new RegisterPolicy(
            new LegalClock(
                ZoneId.of("Europe/Amsterdam"), Period.ofDays(30), CountryHolidays.of("NL")),
            new RegisterPolicy.Terms(
                Period.ofDays(30),
                ErasureGround.ART_17_1_A,
                Duration.ofDays(150),
                Period.ofDays(7),
                Recipients.NONE)));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldCarryAWithdrawalToItsEndOverRestarts() {
    // given
    accepted(Right.ERASURE);

    // when
    send(Topics.INTAKE, new IntakeRecord(ID, NOW, new WithdrawalWished()));
    send(
        Topics.ERASURE_EVENTS,
        new ErasureEventRecord(ID, NOW, new EndingAccepted(EndCause.WITHDRAWN)));
    send(Topics.ERASURE_EVENTS, new ErasureEventRecord(ID, NOW, new ErasureAbandoned()));
    send(Topics.ERASURE_EVENTS, new ErasureEventRecord(ID, NOW, new RetentionExpired(List.of())));

    // then
    assertThat(letters).containsExactly(new WithdrawnNotice(Right.ERASURE));
    sent(Letters.withdrawn(ID));
    assertThat(requests)
        .containsExactly(
            new EndingAsked(EndCause.WITHDRAWN), new WithdrawalAccepted(), new RequestWithdrawn());
    assertThat(unreadable).isEmpty();
  }

  @Test
  void shouldCarryARefusalOfAnAccessToItsEndOverRestarts_L12() {
    // given
    accepted(Right.ACCESS);

    // when
    decided(new HoldPlaced(DECISION, null));
    decided(new RefusalDecided(RefusalGround.EXCESSIVE));
    send(
        Topics.EXPORT_EVENTS,
        new ExportEventRecord(ID, NOW, new ExportEndingAccepted(EndCause.REFUSED)));
    send(Topics.EXPORT_EVENTS, new ExportEventRecord(ID, NOW, new ExportAbandoned()));

    // then
    assertThat(letters)
        .containsExactly(new RefusedNotice(Right.ACCESS, RefusalGround.EXCESSIVE, DECISION));
    sent(Letters.refused(ID));
    assertThat(requests)
        .containsExactly(
            new EndingAsked(EndCause.REFUSED), new RequestRefused(RefusalGround.EXCESSIVE));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void shouldCarryAWithdrawalOfConsentToItsErasureOverRestarts_L21_L29() {
    // given
    List<String> purposes = List.of("newsletter");
    send(
        Topics.INTAKE,
        new IntakeRecord(
            ID,
            NOW,
            new RequestReceived(Right.CONSENT_WITHDRAWAL, Channel.WEB, NOW, "nl", null, purposes)));
    requests.clear();

    // when
    send(
        Topics.IDENTITY,
        new IdentityRecord(
            ID, NOW, new IdentityVerified(ProofMethod.MAILED_CODE, List.of("email"), NOW)));
    send(
        Topics.ERASURE_EVENTS,
        new ErasureEventRecord(
            ID,
            NOW,
            new ProcessingStopped(purposes, List.of("accounts-db"), List.of("subscribers"))));
    decided(new RefusalDecided(RefusalGround.EXCESSIVE));
    send(
        Topics.ERASURE_EVENTS,
        new ErasureEventRecord(ID, NOW, new ErasureCompleted(Completion.NOTHING_HELD, List.of())));
    sent(Letters.answer(Right.CONSENT_WITHDRAWAL, ID));

    // then
    LocalDate due = LocalDate.ofInstant(NOW, ZoneOffset.UTC).plusDays(30);
    assertThat(requests)
        .containsExactly(
            new ConsentErasureAccepted(purposes, List.of("subscribers"), List.of("email"), due),
            new RefusalTooLate(),
            new RequestCarriedOut(Completion.NOTHING_HELD),
            new RequestFulfilled(Completion.NOTHING_HELD));
    assertThat(letters)
        .hasSize(2)
        .endsWith(new ConsentErasedNotice(purposes, Completion.NOTHING_HELD, List.of(), List.of()));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void shouldNotRefuseOnAGroundThatNoPersonDecides() {
    // given
    accepted(Right.ERASURE);

    // when
    decided(new RefusalDecided(RefusalGround.IDENTITY_NOT_ESTABLISHED));

    // then
    assertThat(requests).isEmpty();
    assertThat(unreadable).containsExactly("no-ground-for-a-person");
  }

  private void accepted(Right right) {
    send(
        Topics.INTAKE,
        new IntakeRecord(
            ID, NOW, new RequestReceived(right, Channel.WEB, NOW, "nl", null, List.of())));
    send(
        Topics.IDENTITY,
        new IdentityRecord(
            ID, NOW, new IdentityVerified(ProofMethod.MAILED_CODE, List.of("email"), NOW)));
    requests.clear();
    letters.clear();
  }

  private void decided(Object payload) {
    send(Topics.DECISIONS, new DecisionRecord(DECISION, ID, NOW, "u-0815", payload));
  }

  private void sent(UUID noticeId) {
    send(
        Topics.NOTICE_OUTCOMES,
        new NoticeOutcomeRecord(noticeId, ID, NOW, new NoticeSent(LetterChannel.EMAIL)));
  }

  private <R extends SpecificRecord> void send(Topic<R> topic, R record) {
    harness.send(topic, ID.toString(), record);
    harness.received(Topics.REQUESTS).stream()
        .map(Keyed::value)
        .map(RequestRecord::getPayload)
        .forEach(requests::add);
    harness.received(RegisterProcess.LETTERS).stream()
        .map(Keyed::value)
        .map(NoticeRecord::getPayload)
        .forEach(letters::add);
    harness.received(Topics.deadLetters(topic.name(), "any")).stream()
        .map(Keyed::value)
        .map(DeadLetter::getErrorClass)
        .forEach(unreadable::add);
    harness.restart(definition());
  }
}
