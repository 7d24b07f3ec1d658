package io.habeas.storeagent.processor.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.objects.ObjectReports.Taken;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What processors answer when they do not do what they are asked for, and what is told then. */
class ProviderFaultsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000c1");
  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final String ERROR = "{\"error\": {\"type\": \"x\", \"message\": \"ada@people\"}}";

  private final ProviderStandIn openai = new ProviderStandIn();
  private final LedgerConnection database = Ledgers.database();
  private final SettableClock clock = new SettableClock();
  private final ProviderAgent agent =
      ProviderAgent.on(ProviderAgent.openai(openai.url()), database, clock);

  ProviderFaultsIT() {
    agent.vault.has("account_id", "4711");
    for (int i = 1; i <= 5; i++) {
      openai.has("/v1/files/file-" + i, "{\"id\": \"file-%d\"}".formatted(i));
      agent.report("files", Map.of("file_id", "file-" + i), Map.of("account_id", "4711"));
    }
  }

  @AfterEach
  void close() {
    agent.close();
    openai.close();
  }

  @Test
  void shouldEraseVerifyAndForget() {
    // when
    Answer located = agent.locate(REQUEST, 1);
    Answer erased = agent.erase(REQUEST, 2);
    Answer verified = agent.verify(REQUEST, 3);

    // then
    assertThat(located)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(new Counts(Map.of("files", 5L)), Set.of(), false)));
    assertThat(erased).isEqualTo(erased(5));
    assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(openai.everything()).isEqualTo("{}");
    assertThat(Ledgers.contents(database).toString()).doesNotContain("file-", "4711");
  }

  @ParameterizedTest
  @CsvSource({
    "429, RATE_LIMITED",
    "500, STORE_UNAVAILABLE",
    "503, STORE_UNAVAILABLE",
    "529, STORE_UNAVAILABLE",
    "401, STORE_FORBIDDEN",
    "403, STORE_FORBIDDEN",
    "302, UNFIT",
    "307, UNFIT"
  })
  void shouldWaitAndGoOnWithWhatIsLeft(int status, WaitReason reason) {
    // given
    openai.fails(
        "DELETE /v1/files/file-3",
        1,
        status,
        ERROR,
        "Location",
        openai.url() + "/v1/files/file-elsewhere");

    // when
    Answer first = agent.erase(REQUEST, 2);
    List<String> before = List.copyOf(openai.callsOf("DELETE"));
    clock.advance(Duration.ofSeconds(6));
    Answer second = agent.erase(REQUEST, 2);

    // then
    assertThat(first).isEqualTo(new Answer.Wait(reason));
    assertThat(before)
        .containsExactly(
            "DELETE /v1/files/file-1", "DELETE /v1/files/file-2", "DELETE /v1/files/file-3");
    assertThat(second).isEqualTo(erased(5));
    assertThat(openai.callsOf("DELETE"))
        .hasSize(6)
        .doesNotContain("DELETE /v1/files/file-elsewhere");
  }

  @ParameterizedTest
  @CsvSource({"409, RECORD_LOCKED", "400, MAP_MISMATCH"})
  void shouldDeleteAllOthersWhereOneCannotBe(int status, WaitReason reason) {
    // given
    openai.fails("DELETE /v1/files/file-2", 1, status, ERROR);

    // when
    Answer first = agent.erase(REQUEST, 2);

    // then
    assertThat(first).isEqualTo(new Answer.Wait(reason));
    assertThat(openai.everything()).isEqualTo("{/v1/files/file-2={\"id\": \"file-2\"}}");
    assertThat(agent.erase(REQUEST, 2)).isEqualTo(erased(5));
  }

  @Test
  void shouldKeepStillForAsLongAsTheProcessorWants() {
    // given
    openai.fails("DELETE /v1/files/file-1", 1, 429, ERROR, "Retry-After", "20");
    agent.erase(REQUEST, 2);
    int calls = openai.calls.size();

    // when
    clock.advance(Duration.ofSeconds(19));
    Answer early = agent.erase(REQUEST, 2);
    int callsEarly = openai.calls.size();
    clock.advance(Duration.ofSeconds(2));
    Answer later = agent.erase(REQUEST, 2);

    // then
    assertThat(early).isEqualTo(new Answer.Wait(WaitReason.RATE_LIMITED));
    assertThat(callsEarly).isEqualTo(calls);
    assertThat(later).isEqualTo(erased(5));
  }

  @Test
  void shouldNotCountWhatSomebodyElseDeleted() {
    // given
    agent.report("files", Map.of("file_id", "file-long-gone"), Map.of("account_id", "4711"));

    // when
    Answer erased = agent.erase(REQUEST, 2);

    // then
    assertThat(erased).isEqualTo(erased(5));
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"id\": \"file-1\", \"deleted\": false}",
        "200 | {\"id\": \"file-1\"}",
        "200 | <html>Welcome</html>",
        "204 | ''",
        "404 | <html>Not found</html>",
        "404 | {\"error\": {\"message\": \"Invalid URL (DELETE /v1/files/file-1)\", \"type\":"
            + " \"invalid_request_error\"}}",
        "404 | {}"
      })
  void shouldTakeNothingButTheProcessorsWordForAnErasure(int status, String body) {
    // given
    openai.fails("DELETE /v1/files/file-1", 1, status, body);

    // when
    Answer answer = agent.erase(REQUEST, 2);

    // then
    assertThat(answer).isInstanceOf(Answer.Wait.class);
    assertThat(openai.isThere("/v1/files/file-1")).isTrue();
    assertThat(agent.erase(REQUEST, 2)).isEqualTo(erased(5));
  }

  @Test
  void shouldFindWhatIsLeftAndWhatCameSinceAndEraseItAnew() {
    // given
    agent.erase(REQUEST, 2);
    openai.has("/v1/files/file-4", "{\"id\": \"file-4\"}");
    openai.has("/v1/files/file-late", "{\"id\": \"file-late\"}");
    agent.report("files", Map.of("file_id", "file-late"), Map.of("account_id", "4711"));

    // when
    Answer verified = agent.verify(REQUEST, 3);
    Answer erasedAgain = agent.erase(REQUEST, 4);
    Answer verifiedAgain = agent.verify(REQUEST, 5);

    // then
    assertThat(verified)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("files", 2L)))));
    assertThat(erasedAgain).isEqualTo(erased(2));
    assertThat(verifiedAgain).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(openai.everything()).isEqualTo("{}");
  }

  @Test
  void shouldTellWhatAnEarlierStepErasedThatWasNeverTold() {
    // given
    agent.erase(REQUEST, 2);

    // then
    assertThat(agent.erase(REQUEST, 4)).isEqualTo(erased(5));
  }

  @Test
  void shouldWorkOnManyObjectsInSeveralGoes() {
    // given
    ObjectsConnection hasty =
        ProviderAgent.connection("openai", openai.url(), Set.of("127.0.0.1"), Duration.ZERO);
    try (var impatient = ProviderAgent.on(hasty, database, clock)) {
      impatient.vault.has("account_id", "4711");

      // then
      assertThat(impatient.erase(REQUEST, 2))
          .isEqualTo(new Answer.Wait(WaitReason.PROCESSOR_WORKING));
      assertThat(agent.erase(REQUEST, 2)).isEqualTo(erased(5));
      assertThat(impatient.verify(REQUEST, 3))
          .isEqualTo(new Answer.Wait(WaitReason.PROCESSOR_WORKING));
      assertThat(agent.verify(REQUEST, 3))
          .isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    }
  }

  @Test
  void shouldNotTouchPrivateAddressesThatTheConfigurationDoesNotName() {
    // given
    for (URI url : List.of(openai.url(), URI.create("https://169.254.169.254"))) {
      ObjectsConnection inward =
          ProviderAgent.connection("openai", url, Set.of(), Duration.ofMinutes(1));
      int calls = openai.calls.size();
      try (var refused = ProviderAgent.on(inward, database, clock)) {
        refused.vault.has("account_id", "4711");

        // then
        assertThat(refused.connector.holder().unfit()).contains(WaitReason.UNFIT);
        assertThat(refused.erase(REQUEST, 2)).isEqualTo(new Answer.Wait(WaitReason.UNFIT));
        assertThat(openai.calls).hasSize(calls);
      }
    }
  }

  @Test
  void shouldSayThatTheKeyIsNoLongerGood() {
    // given
    openai.fails("GET /v1/models", FOR_EVER, 401, ERROR);

    // then
    assertThat(agent.connector.holder().unfit()).contains(WaitReason.STORE_FORBIDDEN);
  }

  @Test
  void shouldSayThatTheProcessorIsDown() {
    // given
    openai.close();

    // then
    assertThat(agent.connector.holder().unfit()).contains(WaitReason.STORE_UNAVAILABLE);
    assertThat(agent.erase(REQUEST, 2)).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
  }

  @Test
  void shouldReadOutWhatTheProcessorGives() throws Deferred {
    // given
    byte[] content = new byte[500_000];
    new Random(1).nextBytes(content);
    openai.hasContent("/v1/files/file-1/content", content);
    openai.has("/v1/conversations/conv_1", "{\"id\": \"conv_1\"}");
    openai.hasItems("/v1/conversations/conv_1/items", "{\"n\": 1}", "{\"n\": 2}", "{\"n\": 3}");
    agent.report(
        "conversations", Map.of("conversation_id", "conv_1"), Map.of("account_id", "4711"));
    agent.report("files", Map.of("file_id", "file-long-gone"), Map.of("account_id", "4711"));

    // when
    List<String> lines = agent.export(REQUEST, 2);

    // then
    assertThat(lines)
        .startsWith(
            "conversations"
                + " {\"object\":{\"conversation_id\":\"conv_1\"},\"described\":{\"id\":\"conv_1\"}}",
            "conversations"
                + " {\"object\":{\"conversation_id\":\"conv_1\"},\"items\":[{\"n\":1},{\"n\":2}]}",
            "conversations {\"object\":{\"conversation_id\":\"conv_1\"},\"items\":[{\"n\":3}]}",
            "files {\"object\":{\"file_id\":\"file-1\"},\"described\":{\"id\":\"file-1\"}}");
    assertThat(lines.get(4))
        .startsWith("files {\"object\":{\"file_id\":\"file-1\"},\"piece\":1,\"b");
    assertThat(lines.get(5)).contains("\"piece\":2,\"last\":true,");
    assertThat(lines)
        .contains("files {\"object\":{\"file_id\":\"file-2\"},\"withheld\":\"by the processor\"}");
    assertThat(lines).hasSize(6 + 4 * 2);
  }

  @Test
  void shouldNotTakeAnAnswerWithoutEndForACopy() {
    // given
    openai.fails("GET /v1/files/file-1", 1, 200, "{\"id\": \"%s\"}".formatted("x".repeat(2 << 20)));

    // then
    assertThatThrownBy(() -> agent.export(REQUEST, 2))
        .isInstanceOfSatisfying(
            Deferred.class,
            deferred -> assertThat(deferred.reason()).isEqualTo(WaitReason.STORE_UNAVAILABLE));
  }

  @Test
  void shouldStopABatchBeforeItIsDeletedAndSpeakAsAnthropicWantsIt() {
    // given
    try (var anthropic = ProviderStandIn.anthropic();
        var theirs =
            ProviderAgent.on(
                ProviderAgent.connection(
                    "anthropic", anthropic.url(), Set.of("127.0.0.1"), Duration.ofMinutes(1)),
                Ledgers.database(),
                clock)) {
      String batch = "/v1/messages/batches/msgbatch_1";
      anthropic.has(batch, "{\"id\": \"msgbatch_1\", \"processing_status\": \"in_progress\"}");
      anthropic.has("/v1/files/file_1", "{\"id\": \"file_1\"}");
      theirs.vault.has("email", "Ada@People.example ");
      theirs.report(
          "message_batches",
          Map.of("message_batch_id", "msgbatch_1"),
          Map.of("email", "ada@people.example"));
      theirs.report("files", Map.of("file_id", "file_1"), Map.of("email", "ada@people.example"));

      // when
      Answer running = theirs.erase(REQUEST, 2);
      Answer stopping = theirs.erase(REQUEST, 2);
      anthropic.has(batch, "{\"id\": \"msgbatch_1\", \"processing_status\": \"ended\"}");
      Answer ended = theirs.erase(REQUEST, 2);

      // then
      assertThat(running).isEqualTo(new Answer.Wait(WaitReason.PROCESSOR_WORKING));
      assertThat(stopping).isEqualTo(new Answer.Wait(WaitReason.PROCESSOR_WORKING));
      assertThat(anthropic.callsOf("POST")).containsExactly("POST " + batch + "/cancel");
      assertThat(ended)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.RecordsErased(
                      List.of(
                          new CollectionOutcome("files", 1, 0, 0),
                          new CollectionOutcome("message_batches", 1, 0, 0)),
                      List.of())));
      assertThat(theirs.verify(REQUEST, 3))
          .isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    }
  }

  @Test
  void shouldNeverCallAnObjectTwoPeoples() {
    // when
    Taken same =
        agent.report(
            "files",
            Map.of("file_id", "file-1"),
            Map.of("account_id", "4711", "email", "ada@people.example"));
    Taken other = agent.report("files", Map.of("file_id", "file-1"), Map.of("account_id", "4712"));
    Taken unrelated =
        agent.report("files", Map.of("file_id", "file-2"), Map.of("email", "bob@people.example"));

    // then
    assertThat(same).isEqualTo(new Taken.Kept());
    assertThat(other).isEqualTo(new Taken.OfAnother());
    assertThat(unrelated).isEqualTo(new Taken.OfAnother());
    agent.vault.has("email", "ADA@people.example");
    agent.vault.has("account_id", "none");
    assertThat(agent.erase(REQUEST, 2)).isEqualTo(erased(1));
  }

  private static Answer erased(long files) {
    return new Answer.Done(
        new Outcome.RecordsErased(List.of(new CollectionOutcome("files", files, 0, 0)), List.of()));
  }
}
