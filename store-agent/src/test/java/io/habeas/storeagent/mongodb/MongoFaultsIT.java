package io.habeas.storeagent.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.client.model.Indexes;
import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Whatever is wrong with the store: the task waits with a reason, and goes on once it is right. */
class MongoFaultsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000e1");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email, data_type: string}}
      """;

  private final FaultyMongo mongo = new FaultyMongo();
  private final MongoDatabases.Database database = new MongoDatabases.Database(mongo.uri(), "shop");
  private final MongoAgent agent = MongoAgent.on(database, MongoAgent.plan(MAP));

  @BeforeEach
  void people() {
    database.insert(
        "people", "{_id: 1, email: \"ada@example.com\"}", "{_id: 2, email: \"bob@example.com\"}");
    agent.vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    agent.close();
    database.close();
    mongo.close();
  }

  @Test
  void shouldAdviseAnIndexOnWhatPeopleAreFoundByUntilThereIsOne() {
    // when
    List<String> without = agent.connector.advice();
    database.collection("people").createIndex(Indexes.ascending("email", "name"));
    List<String> with = agent.connector.advice();

    // then
    assertThat(without)
        .containsExactly(
            "Expected an index on people.email, by which people are found, but none begins with"
                + " it");
    assertThat(with).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "13, STORE_READ_ONLY",
    "371, STORE_READ_ONLY",
    "11600, STORE_UNAVAILABLE",
    "262, STORE_UNAVAILABLE",
    "112, RECORD_LOCKED",
    "121, MAP_MISMATCH",
    "9, INTERNAL_ERROR"
  })
  void shouldWaitWhileWritesAreRefusedAndGoOnAfterwards(int code, WaitReason reason) {
    // given
    agent.locate(REQUEST, 1);
    Map<String, List<String>> before = database.contents();
    mongo.refuseWrites(code);

    // when
    Answer refused = agent.erase(REQUEST, 2);

    // then
    assertThat(refused).isEqualTo(new Answer.Wait(reason));
    mongo.mend();
    agent.clock.advance(Duration.ofSeconds(3));
    assertThat(database.contents()).isEqualTo(before);
    assertThat(agent.erase(REQUEST, 2)).isInstanceOf(Answer.Done.class);
    assertThat(database.documents("people")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"13, STORE_FORBIDDEN", "18, STORE_FORBIDDEN", "91, STORE_UNAVAILABLE"})
  void shouldWaitWhileNothingCanBeReadAndSayNothingOfWhatTheStoreSays(int code, WaitReason reason) {
    // given
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    ((Logger) LoggerFactory.getLogger("io.habeas")).addAppender(lines);
    agent.locate(REQUEST, 1);
    mongo.refuse(code);

    // when
    List<Answer> answers =
        List.of(agent.locate(REQUEST, 2), agent.erase(REQUEST, 2), agent.verify(REQUEST, 2));

    // then
    assertThat(answers).containsOnly(new Answer.Wait(reason));
    assertThat(agent.connector.holder().unfit()).contains(reason);
    mongo.mend();
    agent.clock.advance(Duration.ofSeconds(3));
    assertThat(agent.connector.holder().unfit()).isEmpty();
    assertThat(agent.erase(REQUEST, 2)).isInstanceOf(Answer.Done.class);
    assertThat(lines.list)
        .isNotEmpty()
        .allMatch(line -> line.getThrowableProxy() == null)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains("secret") || line.contains("ada@example.com"));
  }

  @Test
  void shouldWaitWhileTheMapNamesACollectionThatIsNotThere() {
    // given
    database.collection("people").drop();

    // when
    Answer mismatch = agent.erase(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.connector.contradictions())
        .containsExactly("Expected collection people but there is none");
    people();
    agent.clock.advance(Duration.ofSeconds(3));
    assertThat(agent.erase(REQUEST, 1)).isInstanceOf(Answer.Done.class);
  }

  @Test
  void shouldStillReportOutcomesOfThePastWhileTheMapDoesNotFit() {
    // given
    Answer first = agent.erase(REQUEST, 1);
    database.collection("people").drop();
    agent.clock.advance(Duration.ofMinutes(1));

    // when
    Answer again = agent.erase(REQUEST, 1);

    // then
    assertThat(again).isEqualTo(first);
    assertThat(agent.locate(REQUEST, 2)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
  }

  @Test
  void shouldWaitWhileTheServerIsAway() {
    // given
    agent.locate(REQUEST, 1);
    mongo.close();

    // when
    Answer down = agent.erase(REQUEST, 2);

    // then
    assertThat(down).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    assertThat(agent.connector.holder().unfit()).contains(WaitReason.STORE_UNAVAILABLE);
  }

  @Test
  void shouldReadAsTheUserThatOnlyReads() {
    // given
    var clock = new SettableClock();
    try (MongoAgent split =
        MongoAgent.on(
            MongoAgent.connection(database, "mongodb://127.0.0.1:1"),
            MongoAgent.plan(MAP),
            new MemoryVault(),
            clock,
            List.of())) {

      // when
      Answer located = split.locate(REQUEST, 1);

      // then
      assertThat(located).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    }
  }

  @Test
  void shouldNotTouchWhatBecameSomebodyElsesBetweenNotingAndErasing() {
    // given
    mongo.failWrite(4, FaultyMongo.Moment.BEFORE);
    Answer noted = agent.erase(REQUEST, 1);
    mongo.mend();
    database.collection("people").deleteOne(new org.bson.Document("_id", 1));
    database.insert("people", "{_id: 1, email: \"eve@example.com\"}");

    // when
    Answer erased = agent.erase(REQUEST, 1);

    // then
    assertThat(noted).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    assertThat(erased).isInstanceOf(Answer.Done.class);
    assertThat(database.documents("people", "{email: \"eve@example.com\"}")).hasSize(1);
  }

  @Test
  void shouldWaitWhereTheMapHasChangedSinceAnErasureWasBegun() {
    // given
    mongo.failWrite(4, FaultyMongo.Moment.BEFORE);
    agent.erase(REQUEST, 1);
    mongo.mend();
    String anonymised =
        MAP.replace("primary_key: true}", "primary_key: true}, habeas: {erasure: keep}")
            .replace("data_type: string}", "data_type: string}, habeas: {erasure: null}");
    try (MongoAgent other =
        MongoAgent.on(database, MongoAgent.plan(anonymised), agent.vault, agent.clock, List.of())) {

      // when
      Answer changed = other.erase(REQUEST, 1);

      // then
      assertThat(changed).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    }
    assertThat(agent.erase(REQUEST, 1)).isInstanceOf(Answer.Done.class);
    assertThat(agent.verify(REQUEST, 2)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(agent.locate(REQUEST, 3))
        .isEqualTo(
            new Answer.Done(new Outcome.HoldingsLocated(Counts.NONE, java.util.Set.of(), false)));
  }
}
