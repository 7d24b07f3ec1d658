package io.habeas.storeagent.processor.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Deferred;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.StandIn;
import io.habeas.storeagent.processor.StandIn.Asked;
import io.habeas.storeagent.processor.StandIn.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmplitudeIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000c1");

  private static final String MAP =
      """
      dataset:
        - fides_key: amplitude
          collections:
            - name: events
              fields:
                - name: user_id
                  habeas: {identifier: account_id}
      """;

  private volatile String deletion = "staging";
  private volatile String export = "submitted";
  private volatile List<String> urls = List.of();
  private final StandIn standIn = new StandIn(this::amplitude);
  private final LedgerConnection ledger = Ledgers.database();
  private final SettableClock clock = new SettableClock();
  private final MemoryVault vault = new MemoryVault();

  private Reply amplitude(Asked asked) {
    String basic =
        "Basic "
            + Base64.getEncoder().encodeToString("api:secret".getBytes(StandardCharsets.UTF_8));
    if (!asked.header("Authorization").equals(basic)) {
      return Reply.status(401);
    }
    String job =
        "{'day': '2026-12-08', 'status': '%s', 'amplitude_ids': [{'amplitude_id': 7}]}"
            .formatted(deletion);
    return switch (asked.line()) {
      case "POST /api/2/deletions/users" -> Reply.json(job);
      case "GET /api/2/deletions/users" ->
          "2026-12-08".equals(asked.parameters().get("start_day"))
              ? Reply.json("[{'day': '2026-12-07', 'status': 'done'}, %s]".formatted(job))
              : Reply.status(400);
      case "POST /api/2/dsar/requests" -> Reply.json(202, "{'requestId': 53367}");
      case "GET /api/2/dsar/requests/53367" ->
          Reply.json(
              "{'requestId': 53367, 'status': '%s', 'urls': [%s]}"
                  .formatted(export, String.join(",", urls)));
      case "GET /outputs/0" -> gzip("{\"event\": 1}\n{\"event\": 2}\n");
      case "GET /outputs/1" -> gzip("{\"event\": 3}");
      case "GET /outputs/stalled" -> half(gzip("{\"event\": 4}")).stalling();
      case "GET /outputs/elsewhere" ->
          Reply.status(302).with("Location", standIn.uri() + "/outputs/0");
      default -> Reply.status(404);
    };
  }

  private static Reply half(Reply whole) {
    return new Reply(
        whole.status(), whole.headers(), Arrays.copyOf(whole.body(), whole.body().length / 2));
  }

  private static Reply gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Reply(200, Map.of(), bytes.toByteArray());
  }

  @BeforeEach
  void knowSomebody() {
    vault.has("account_id", "42");
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  private RestAgent agent() {
    return RestAgent.on(
        RestAgent.connection(
            "amplitude", standIn.uri(), Map.of("requester", "dpo@controller.example")),
        ledger,
        MAP,
        vault,
        clock);
  }

  private String url(String path) {
    return "'" + standIn.uri() + path + "'";
  }

  @Test
  void shouldAwaitTheBatchThatThePersonIsIn() {
    try (RestAgent agent = agent()) {
      // when
      Answer staged = agent.erase(REQUEST, 1);
      deletion = "done";
      Answer done = agent.erase(REQUEST, 1);
      Answer verified = agent.verify(REQUEST, 2);

      // then
      assertThat(staged).isEqualTo(new Answer.Wait(WaitReason.PROCESSOR_WORKING));
      assertThat(done)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.RecordsErased(
                      List.of(new CollectionOutcome("events", 1, 0, 0)), List.of())));
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(standIn.asked.getFirst().json().toString())
          .isEqualTo(
              "{\"user_ids\":[\"42\"],\"requester\":\"dpo@controller.example\","
                  + "\"ignore_invalid_id\":\"true\"}");
    }
  }

  @Test
  void shouldReadOutEveryLineOfEveryFileOnceTheyAreThere() throws Deferred {
    try (RestAgent agent = agent()) {
      // given
      assertThatThrownBy(() -> agent.export(REQUEST, 1))
          .isInstanceOfSatisfying(
              Deferred.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.PROCESSOR_WORKING));

      // when
      export = "done";
      urls = List.of(url("/outputs/0"), url("/outputs/1"));
      List<String> records = agent.export(REQUEST, 1);

      // then
      assertThat(records)
          .containsExactly("events {\"event\":1}", "events {\"event\":2}", "events {\"event\":3}");
      assertThat(standIn.lines())
          .filteredOn(line -> line.startsWith("POST"))
          .containsExactly("POST /api/2/dsar/requests");
      assertThat(standIn.asked.getFirst().json().toString())
          .isEqualTo("{\"userId\":\"42\",\"startDate\":\"2015-01-01\",\"endDate\":\"2026-11-24\"}");
    }
  }

  @Test
  void shouldNotWaitForAFileThatDoesNotComeToItsEnd() {
    // given
    export = "done";
    urls = List.of(url("/outputs/stalled"));
    try (RestAgent agent = agent()) {
      // then
      assertThatThrownBy(() -> agent.export(REQUEST, 1))
          .isInstanceOfSatisfying(
              Deferred.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.STORE_UNAVAILABLE));
    }
  }

  @Test
  void shouldNotFollowADownloadToAnotherPlaceAndSaySo() {
    // given
    export = "done";
    urls = List.of(url("/outputs/elsewhere"));
    try (RestAgent agent = agent()) {
      // when
      assertThatThrownBy(() -> agent.export(REQUEST, 1))
          .isInstanceOfSatisfying(
              Deferred.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.MAP_MISMATCH));

      // then
      assertThat(agent.connector.contradictions())
          .containsExactly(
              "Expected the processor to answer itself but it redirects, which is not followed");
      assertThat(standIn.lines()).doesNotContain("GET /outputs/0");
    }
  }

  @Test
  void shouldNotFetchResultsFromAPrivateAddress() {
    // given
    export = "done";
    urls = List.of("'https://169.254.169.254/latest/meta-data'");
    try (RestAgent agent = agent()) {
      // when
      assertThatThrownBy(() -> agent.export(REQUEST, 1))
          .isInstanceOfSatisfying(
              Deferred.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.MAP_MISMATCH));

      // then
      assertThat(agent.connector.contradictions())
          .singleElement()
          .asString()
          .contains("not public")
          .doesNotContain("169");
    }
  }
}
