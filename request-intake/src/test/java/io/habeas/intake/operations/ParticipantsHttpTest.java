package io.habeas.intake.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.StartedIntake;
import io.habeas.intake.view.CanaryMeters;
import io.habeas.intake.view.ParticipantViews;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailed;
import io.habeas.schemas.avro.CanaryFailure;
import io.habeas.schemas.avro.CanaryProven;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.ParticipantUnfit;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.WaitReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.web.reactive.server.WebTestClient;

/** How participants stand, over HTTP and in meters, without Kafka. */
class ParticipantsHttpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final UUID CANARY = UUID.fromString("6f1c1f9a-58d5-3f2b-9d0e-0c6f5e6f7a01");
  private static final SpecificRecord FIT = new ParticipantFit(List.of(Action.LOCATE));

  @RegisterExtension final StartedIntake intake = new StartedIntake();

  @Test
  void shouldShowHowEveryApprovedParticipantStandsToOperatorsAlone() throws InvalidMessage {
    // given
    list("u-0815/participant").expectStatus().isForbidden();
    list(null).expectStatus().isUnauthorized();

    // then
    shown(
        """
        {"participant": "accounts-db", "required": true, "standing": "NOT_DECLARED",
         "actions": [], "canary": {"state": "NOT_ASKED"}}\
        """);

    // when
    told(NOW, FIT, null);
    told(NOW.plusSeconds(60), FIT, new CanaryProven(CANARY, NOW.plusSeconds(60)));
    told(NOW, FIT, null);

    // then
    shown(
        """
        {"standing": "FIT", "since": "2026-11-28T10:00:00Z", "actions": ["LOCATE"],
         "canary": {"state": "PROVEN", "since": "2026-11-28T10:01:00Z", "canaryId": "%s",
                    "remains": false}}\
        """
            .formatted(CANARY));

    // when
    told(
        NOW.plusSeconds(120),
        new ParticipantUnfit(WaitReason.STORE_READ_ONLY),
        new CanaryFailed(CANARY, CanaryFailure.RESIDUE, Action.VERIFY, NOW.plusSeconds(120), true));

    // then
    shown(
        """
        {"standing": "UNFIT", "since": "2026-11-28T10:02:00Z", "reason": "STORE_READ_ONLY",
         "actions": [],
         "canary": {"state": "FAILED", "failure": "RESIDUE", "during": "VERIFY", "remains": true}}\
        """);
  }

  @Test
  void shouldMeasureWhoseCanaryFailed() throws InvalidMessage {
    // given
    told(Instant.EPOCH, FIT, new CanaryProven(CANARY, Instant.EPOCH));

    // when
    intake.bean(CanaryMeters.class).refresh().block(PATIENCE);

    // then
    assertThat(gauge("habeas.canary.failed")).isZero();
    assertThat(gauge("habeas.canary.age")).isPositive();

    // when
    told(
        NOW.plusSeconds(1),
        FIT,
        new CanaryFailed(CANARY, CanaryFailure.OVERDUE, Action.ERASE, NOW, true));
    intake.bean(CanaryMeters.class).refresh().block(PATIENCE);

    // then
    assertThat(gauge("habeas.canary.failed")).isEqualTo(1);
    assertThat(intake.bean(MeterRegistry.class).find("habeas.canary.age").gauge()).isNull();
  }

  private double gauge(String name) {
    return intake
        .bean(MeterRegistry.class)
        .get(name)
        .tag("participant", "accounts-db")
        .gauge()
        .value();
  }

  private void shown(String participant) {
    list("u-0815/operator")
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"participants\": [" + participant + "]}");
  }

  private WebTestClient.ResponseSpec list(@Nullable String token) {
    return intake
        .client()
        .get()
        .uri("/v1/operations/participants")
        .headers(
            headers -> {
              if (token != null) {
                headers.setBearerAuth(token);
              }
            })
        .exchange();
  }

  private void told(Instant at, SpecificRecord standing, @Nullable SpecificRecord canary)
      throws InvalidMessage {
    intake
        .bean(ParticipantViews.class)
        .told(
            "dsar.roster",
            new Keyed<>(
                "accounts-db", new RosterRecord("accounts-db", at, standing, canary, null)));
  }
}
