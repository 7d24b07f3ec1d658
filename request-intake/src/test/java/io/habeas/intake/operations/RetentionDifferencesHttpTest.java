package io.habeas.intake.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.StartedIntake;
import io.habeas.intake.view.ParticipantViews;
import io.habeas.intake.view.RetentionMeters;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ParticipantFit;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDifference;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.RetentionReports;
import io.habeas.schemas.avro.RetentionUnaccounted;
import io.habeas.schemas.avro.RosterRecord;
import io.micrometer.core.instrument.Gauge;
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

/** What stores keep and should not, or should and do not, over HTTP and in meters (L20). */
class RetentionDifferencesHttpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant NOW = Instant.parse("2026-11-28T02:30:00Z");
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");
  private static final UUID UNKNOWN = UUID.fromString("7f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");
  private static final RetainedRecords PAYMENTS =
      new RetainedRecords(
          "payments",
          "tax",
          RetentionGround.ART_17_3_B,
          "NL-AWR-52",
          "NL",
          2L,
          Instant.parse("2030-01-01T00:00:00Z"),
          Instant.parse("2031-01-01T00:00:00Z"));

  @RegisterExtension final StartedIntake intake = new StartedIntake();

  @Test
  void shouldListWhatDiffersToOperatorsAloneForAsLongAsItDoes_L20() throws InvalidMessage {
    // given
    get("retention-differences", "u-0815/participant").expectStatus().isForbidden();
    get("retention-differences", null).expectStatus().isUnauthorized();

    // when
    happened(
        REQUEST,
        new RetentionDiffers(
            "accounts-db",
            NOW,
            List.of(
                new RetentionDifference(
                    "payments", "tax", List.of(PAYMENTS), List.of(), NOW.plusSeconds(1)))));

    // then
    shown(
        "retention-differences",
        """
        {"differences": [{
          "requestId": "%s", "participant": "accounts-db", "accounted": true,
          "reportedAsOf": "2026-11-28T02:30:00Z",
          "rules": [{
            "collection": "payments", "rule": "tax", "since": "2026-11-28T02:30:01Z",
            "expected": [{"ground": "ART_17_3_B", "statute": "NL-AWR-52", "jurisdiction": "NL",
                          "records": 2, "firstExpiry": "2030-01-01T00:00:00Z",
                          "lastExpiry": "2031-01-01T00:00:00Z"}],
            "reported": []}]}]}\
        """
            .formatted(REQUEST));

    // when
    happened(REQUEST, new RetentionAgrees("accounts-db", NOW.plusSeconds(60)));

    // then
    assertNothingIsListed();
  }

  @Test
  void shouldListWhatIsKeptForNobodyKnownUntilALaterReportDoesNotSayIt_L20() throws InvalidMessage {
    // given
    reporting(NOW);
    happened(UNKNOWN, new RetentionUnaccounted("accounts-db", NOW, List.of(PAYMENTS)));
    refresh();

    // then
    shown(
        "retention-differences",
        """
        {"differences": [{
          "requestId": "%s", "participant": "accounts-db", "accounted": false,
          "rules": [{"collection": "payments", "rule": "tax", "expected": [],
                     "reported": [{"records": 2}]}]}]}\
        """
            .formatted(UNKNOWN));
    assertThat(gauge("habeas.retention.differences")).isEqualTo(1);

    // when
    reporting(NOW.plusSeconds(86_400));
    refresh();

    // then
    assertNothingIsListed();
    assertThat(gauge("habeas.retention.differences")).isZero();
    assertThat(gauge("habeas.retention.report.age")).isNotNegative();
  }

  @Test
  void shouldSayOfWhomNothingIsCompared() throws InvalidMessage {
    // given
    told(null);
    refresh();

    // then
    shown("participants", "{\"participants\": [{\"retention\": {\"state\": \"NOT_COMPARED\"}}]}");
    assertThat(intake.bean(MeterRegistry.class).find("habeas.retention.differences").gauge())
        .isNull();

    // when
    told(new RetentionReports(null), 1);

    // then
    shown("participants", "{\"participants\": [{\"retention\": {\"state\": \"NOT_YET\"}}]}");

    // when
    reporting(NOW);

    // then
    shown(
        "participants",
        """
        {"participants": [{"retention": {"state": "COMPARED",
                                         "reportedAsOf": "2026-11-28T02:30:00Z"}}]}\
        """);
  }

  private void assertNothingIsListed() {
    get("retention-differences", "u-0815/operator")
        .expectBody()
        .jsonPath("$.differences")
        .isEmpty();
  }

  private void refresh() {
    intake.bean(RetentionMeters.class).refresh().block(PATIENCE);
  }

  private double gauge(String name) {
    Gauge gauge =
        intake.bean(MeterRegistry.class).get(name).tag("participant", "accounts-db").gauge();
    return gauge.value();
  }

  private void shown(String what, String expected) {
    get(what, "u-0815/operator").expectStatus().isOk().expectBody().json(expected);
  }

  private WebTestClient.ResponseSpec get(String what, @Nullable String token) {
    return intake
        .client()
        .get()
        .uri("/v1/operations/" + what)
        .headers(
            headers -> {
              if (token != null) {
                headers.setBearerAuth(token);
              }
            })
        .exchange();
  }

  private void happened(UUID request, SpecificRecord payload) throws InvalidMessage {
    intake
        .projection()
        .erasure(
            "dsar.erasure-events",
            new Keyed<>(request.toString(), new ErasureEventRecord(request, NOW, payload)));
  }

  private void reporting(Instant lastBegunAt) throws InvalidMessage {
    told(new RetentionReports(lastBegunAt), lastBegunAt.getEpochSecond());
  }

  private void told(@Nullable RetentionReports reports) throws InvalidMessage {
    told(reports, 0);
  }

  /** Told by the roster at that second. */
  private void told(@Nullable RetentionReports reports, long second) throws InvalidMessage {
    intake
        .bean(ParticipantViews.class)
        .told(
            "dsar.roster",
            new Keyed<>(
                "accounts-db",
                new RosterRecord(
                    "accounts-db",
                    Instant.ofEpochSecond(second),
                    new ParticipantFit(List.of()),
                    null,
                    reports)));
  }
}
