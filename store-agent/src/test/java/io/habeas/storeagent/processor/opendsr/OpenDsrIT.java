package io.habeas.storeagent.processor.opendsr;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.Points;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.Interrupting;
import io.habeas.storeagent.processor.Interrupting.Crash;
import io.habeas.storeagent.processor.Interrupting.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a processor that speaks OpenDSR, once, and what is believed of its answers. */
class OpenDsrIT extends ProcessorTasks {

  @Test
  void shouldOfferNoLookingAround() {
    try (OpenDsrAgent agent = agent()) {
      assertThat(agent.connector.declaration().actions())
          .containsExactlyInAnyOrder(Action.ERASE, Action.VERIFY, Action.EXPORT);
      assertThat(agent.connector.advice())
          .singleElement()
          .asString()
          .contains("the identity type android_id");
    }
  }

  @Test
  void shouldAskForAnErasureAndThenUntilItIsCompleted() {
    try (OpenDsrAgent agent = agent()) {
      // when
      Answer pending = agent.erase(REQUEST, 1);
      processor.all("in_progress");
      Answer working = agent.erase(REQUEST, 1);
      processor.all("completed");
      Answer done = agent.erase(REQUEST, 1);
      Answer verified = agent.verify(REQUEST, 2);

      // then
      assertThat(List.of(pending, working)).containsOnly(WORKING);
      assertThat(done).isEqualTo(ERASED);
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(submitted()).hasSize(1);
      String id = processor.onlyId();
      assertThat(id).isNotEqualTo(REQUEST.toString());
      assertThat(UUID.fromString(id).version()).isEqualTo(4);
      assertThat(submitted().getFirst().json().toString())
          .isEqualTo(
              "{\"regulation\":\"gdpr\",\"subject_request_id\":\"%s\",\"subject_request_type\":\"erasure\",\"submitted_time\":\"2026-11-24T12:00:00Z\",\"subject_identities\":%s,\"api_version\":\"2.0\",\"status_callback_urls\":[\"%s/%s\"]}"
                  .formatted(
                      id,
                      submitted().getFirst().json().path("subject_identities").toString(),
                      OpenDsrAgent.CALLBACKS,
                      id));
      assertThat(submitted().getFirst().json().path("subject_identities"))
          .extracting(
              identity ->
                  identity.path("identity_type").asString()
                      + " "
                      + identity.path("identity_format").asString()
                      + " "
                      + identity.path("identity_value").asString())
          .containsExactly(
              "controller_customer_id sha256"
                  + " 73475cb40a568e8da8a045ced110137e159f890ac4da883b6b17dc651b3a8049",
              "email raw ada@mail.example");
    }
  }

  @Test
  void shouldFindResidueInWhatIsNoLongerCompleted() {
    try (OpenDsrAgent agent = agent()) {
      // given
      processor.firstState = "completed";
      agent.erase(REQUEST, 1);
      processor.all("in_progress");

      // then
      assertThat(agent.verify(REQUEST, 2))
          .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("profiles", 1L)))));
    }
  }

  @Test
  void shouldFindResidueWhereThePersonIsKnownByMoreThanWasAskedFor() {
    try (OpenDsrAgent agent = agent()) {
      // given
      processor.firstState = "completed";
      vault.has("account_id");
      agent.erase(REQUEST, 1);
      vault.has("account_id", "42");

      // when
      Answer found = agent.verify(REQUEST, 2);
      agent.erase(REQUEST, 3);

      // then
      assertThat(found)
          .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("profiles", 1L)))));
      assertThat(agent.verify(REQUEST, 4))
          .isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    }
  }

  @Test
  void shouldAskAnewForWhatTheProcessorCancelled() {
    try (OpenDsrAgent agent = agent()) {
      // given
      agent.erase(REQUEST, 1);
      processor.all("cancelled");

      // when
      Answer cancelled = agent.erase(REQUEST, 1);
      processor.firstState = "completed";
      Answer done = agent.erase(REQUEST, 1);

      // then
      assertThat(cancelled).isEqualTo(new Answer.Wait(WaitReason.UNFIT));
      assertThat(done).isEqualTo(ERASED);
      assertThat(processor.requests).hasSize(2);
    }
  }

  @Test
  void shouldBelieveNothingThatIsNotSigned() {
    try (OpenDsrAgent agent = agent()) {
      // given
      processor.firstState = "completed";
      processor.signsWith = new Authority("Trusted").issue(Processor.DOMAIN);

      // when
      Answer answer = agent.erase(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(agent.connector.contradictions()).hasSize(1);
    }
  }

  @Test
  void shouldSendNothingToAProcessorWhoseCertificateIsNotAcceptable() {
    // given
    processor.shows = Authority.selfSigned(Processor.DOMAIN);
    try (OpenDsrAgent agent = agent()) {
      // when
      Answer answer = agent.erase(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(agent.connector.contradictions())
          .containsExactly(
              "Expected the processor's certificate to be acceptable but it vouches for itself");
      assertThat(submitted()).isEmpty();
    }
  }

  @Test
  void shouldTakeNoTaskWhereTheProcessorDoesNotDoWhatIsAskedOfIt() {
    // given
    processor.types = "'erasure'";
    try (OpenDsrAgent agent = agent()) {
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(agent.connector.contradictions())
          .singleElement()
          .asString()
          .contains("requests of type access");
    }
  }

  @Test
  void shouldAskAgainWithMoreIdentitiesAndFinishWhatWasAsked() {
    try (OpenDsrAgent agent = agent()) {
      // given
      vault.has("account_id");
      agent.erase(REQUEST, 1);
      vault.has("account_id", "42");
      agent.erase(REQUEST, 1);

      // when
      processor.all("completed");
      Answer done = agent.erase(REQUEST, 1);

      // then
      assertThat(processor.requests).hasSize(2);
      assertThat(done)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.RecordsErased(
                      List.of(new CollectionOutcome("profiles", 2, 0, 0)), List.of())));
      assertThat(agent.verify(REQUEST, 2))
          .isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldAskOnceWhereTheAnswerIsLost(boolean afterwards) {
    try (OpenDsrAgent agent = agent()) {
      // given
      assertThat(agent.connector.holder().unfit()).isEmpty();
      processor.firstState = "completed";
      processor.standIn.cut(1, afterwards);
      Answer lost = agent.erase(REQUEST, 1);
      clock.advance(Duration.ofMinutes(30));

      // when
      Answer again = agent.erase(REQUEST, 1);

      // then
      assertThat(lost).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
      assertThat(again).isEqualTo(ERASED);
      assertThat(processor.requests).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEraseTheSameAfterACrashAtAnyOperationOfTheLedger(Moment moment) {
    // given
    processor.firstState = "completed";
    Interrupting counting = Interrupting.never();
    try (OpenDsrAgent agent = agent(Ledgers.database(), counting)) {
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(ERASED);
    }

    for (int at = 1; at <= counting.count(); at += Points.EVERY) {
      // when
      processor.requests.clear();
      LedgerConnection memory = Ledgers.database();
      Interrupting crashing =
          new Interrupting(
              at,
              moment,
              () -> {
                throw new Crash();
              });
      try (OpenDsrAgent agent = agent(memory, crashing)) {
        agent.erase(REQUEST, 1);
      } catch (Crash crash) {
        // As if the process had ended: nobody was answered.
      }
      clock.advance(Duration.ofMinutes(30));
      Answer answer;
      try (OpenDsrAgent agent = agent(memory, Interrupting.never())) {
        answer = agent.erase(REQUEST, 1);
      }

      // then
      assertThat(answer).as("operation %d", at).isEqualTo(ERASED);
      assertThat(processor.requests).as("operation %d", at).hasSize(1);
    }
  }
}
