package io.habeas.intake.recipients;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.register.Letters;
import io.habeas.intake.register.RegisterProcess;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.NoticeNotSent;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ObjectionUpheld;
import io.habeas.schemas.avro.RecipientDecided;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientNotToldNotice;
import io.habeas.schemas.avro.RecipientNotice;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientToTell;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.testkit.ProcessHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecipientsProcessTest {
  private static final UUID ID = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a10");
  private static final UUID DECISION = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a11");
  private static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");
  private static final RecipientMatter ERASURE = RecipientMatter.ERASURE;
  private static final UUID LETTER = Letters.recipient(ID, ERASURE, "mailer");

  private final List<Object> said = new ArrayList<>();
  private final List<Object> letters = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final ProcessHarness<RecipientsState> harness = ProcessHarness.of(definition());

  private static ProcessDefinition<RecipientsState, RecipientsEvent, RecipientsCommand>
      definition() {
    return RecipientsProcess.of(new RecipientsPolicy(Duration.ofDays(7), Duration.ofDays(150)));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldCarryARecipientThatCannotBeToldToItsEndOverRestarts_L22() {
    // when
    send(
        Topics.REQUESTS,
        new RequestRecord(
            ID,
            NOW,
            new RecipientsToTell(ERASURE, List.of(new RecipientToTell("mailer", LETTER)))));
    send(
        Topics.NOTICE_OUTCOMES,
        new NoticeOutcomeRecord(LETTER, ID, NOW, new NoticeNotSent(NotSentReason.ADDRESS_REFUSED)));
    send(Topics.DECISIONS, decision(new ObjectionUpheld()));
    send(Topics.REQUESTS, new RequestRecord(ID, NOW, new RequestWithdrawn()));
    send(
        Topics.DECISIONS,
        decision(new RecipientDecided("mailer", RecipientFinding.DISPROPORTIONATE_EFFORT)));

    // then
    assertThat(letters)
        .containsExactly(
            new RecipientNotice("mailer", ERASURE),
            new RecipientNotToldNotice("mailer", ERASURE, NotToldReason.ADDRESS_REFUSED));
    assertThat(said)
        .containsExactly(
            new RecipientNotTold("mailer", ERASURE, LETTER, NotToldReason.ADDRESS_REFUSED),
            new RecipientExcused(
                "mailer", ERASURE, LETTER, RecipientFinding.DISPROPORTIONATE_EFFORT, DECISION));
    assertThat(unreadable).isEmpty();
  }

  @Test
  void shouldNotSpeakOfARecipientThatIsNoCode() {
    // when
    send(
        Topics.DECISIONS,
        decision(new RecipientDecided("ada@mail.example", RecipientFinding.IMPOSSIBLE)));

    // then
    assertThat(said).isEmpty();
    assertThat(unreadable).containsExactly("malformed-recipient");
  }

  private static DecisionRecord decision(Object payload) {
    return new DecisionRecord(DECISION, ID, NOW, "u-0815", payload);
  }

  private <R extends SpecificRecord> void send(Topic<R> topic, R record) {
    harness.send(topic, ID.toString(), record);
    harness.received(Topics.RECIPIENTS).stream()
        .map(Keyed::value)
        .map(RecipientRecord::getPayload)
        .forEach(said::add);
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
