package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.habeas.schemas.Topics;
import io.habeas.standalone.person.FrontDoor;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.standalone.sample.SampleWatch;
import io.habeas.standalone.sample.Subject;
import io.habeas.testkit.platform.TopicClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Art. 7(3) and 17(1)(b): withdrawn consent stops at once, and has erased what rested on it alone
 * once the person has proven who they are. The sample has no such store; here its document store
 * holds the addresses of a newsletter, and nothing else.
 */
@Tag("thorough")
class ConsentErasureIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Map<String, Object> NEWSLETTER = Map.of("purposes", List.of("newsletter"));
  private static final String STORE = "conversations-db";
  private static final String SUBSCRIBERS = "subscribers";

  private static final String MAP =
      """
      dataset:
        - fides_key: anypromt_conversations
          name: ANYPROMT newsletter
          collections:
            - name: subscribers
              habeas:
                restriction: shadow
              fields:
                - name: _id
                  data_categories: [system.operations]
                  fides_meta:
                    primary_key: true
                    data_type: object_id
                - name: email
                  data_categories: [user.contact.email]
                  fides_meta:
                    identity: email
                    data_type: string
      """;

  @TempDir Path data;
  @TempDir Path home;

  @Test
  void shouldEraseWhatRestedOnTheConsentAloneForWhoeverProvesWhoTheyAre_L11_L21_L29()
      throws Exception {
    // given
    try (HabeasProcess habeas = withNewsletter();
        SampleStores stores = AskedRequest.stores(habeas)) {
      AskedRequest proven = AskedRequest.ask(habeas, "CONSENT_WITHDRAWAL", NEWSLETTER);
      Subject somebody = new SampleWatch(stores).subjects(2).getLast();
      assertThat(somebody.email()).isNotEqualTo(proven.subject().email());
      MongoCollection<Document> subscribers = stores.conversations().getCollection(SUBSCRIBERS);
      subscribers.insertMany(
          List.of(
              new Document("email", proven.subject().email()),
              new Document("email", somebody.email())));

      // when nobody proves anything yet
      AskedRequest unproven = AskedRequest.ask(habeas, "CONSENT_WITHDRAWAL", NEWSLETTER, somebody);

      // then it has stopped, and nothing is erased
      for (AskedRequest withdrawal : List.of(proven, unproven)) {
        JsonNode stopped =
            withdrawal.awaitStatus(habeas, status -> isErasure(status, "AWAITING_PROOF"));
        assertThat(stopped.path("directed").toString()).contains("accounts-db", STORE);
        assertThat(stopped.path("erasure").path("participants").toString()).contains(STORE);
        assertThat(tasks(habeas, STORE, withdrawal)).isZero();
        assertThat(withdrawal.mailbox(habeas).await(1, LIMIT).text())
            .contains("- the newsletter", "needs no code", "nothing is erased");
      }

      // when one of them does
      proven.prove(habeas);

      // then that store has forgotten them, and nobody else was asked anything
      JsonNode erased = proven.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));
      assertThat(isErasure(erased, "DONE")).isTrue();
      assertThat(erased.path("completion").asString()).isEqualTo("ERASED_IN_FULL");
      assertThat(addresses(subscribers)).containsExactly(somebody.email());
      assertThat(AskedRequest.storesOf(habeas)).isEqualTo(proven.before());
      for (String other : List.of("accounts-db", "images", "sessions", "ai-provider")) {
        assertThat(tasks(habeas, other, proven)).isZero();
      }
      Mailbox.Letter answer = proven.mailbox(habeas).await(3, LIMIT);
      assertThat(answer.text())
          .contains("Processing has stopped for", "- the newsletter", "1 record erased")
          .contains("neither searched nor erased");

      // when the other does not want it
      try (FrontDoor door =
          new FrontDoor(URI.create(habeas.awaitLine("POST (http://\\S+)/v1/requests")))) {
        door.withdraw(unproven.id().toString(), unproven.token());
      }

      // then it stays stopped, nothing was erased, and the status says how it can be
      JsonNode kept = unproven.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));
      assertThat(kept.path("completion").asString()).isEqualTo("PROCESSING_STOPPED");
      assertThat(isErasure(kept, "NOT_ERASED")).isTrue();
      assertThat(kept.path("erasure").path("askFor").asString()).isEqualTo("ERASURE");
      assertThat(tasks(habeas, STORE, unproven)).isZero();
      assertThat(addresses(subscribers)).containsExactly(somebody.email());
    }
  }

  private HabeasProcess withNewsletter() throws IOException {
    Path sample = HabeasProcess.copyOfSample(home);
    Files.writeString(sample.resolve("conversations.yml"), MAP);
    Path controller = sample.resolve("controller.yml");
    String before = Files.readString(controller);
    String after =
        before.replace(
            """
                    client-id: conversations-db
                    identifier-types: [account_id]
            """,
            """
                    client-id: conversations-db
                    identifier-types: [email]
                    consents: [newsletter]
            """);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(controller, after);
    HabeasProcess habeas =
        HabeasProcess.run(
            home,
            Map.of("HABEAS_ERASUREORCHESTRATOR_COOLINGOFF", "0s"),
            "up",
            "--data",
            data.toString(),
            "--port-base",
            "0");
    // No agent is ready before what its map names is there.
    String store = habeas.awaitLine("^  MongoDB stand-in .*(mongodb://\\S+)$");
    try (MongoClient client = MongoClients.create(store)) {
      client.getDatabase(SampleStores.CONVERSATIONS).createCollection(SUBSCRIBERS);
    }
    habeas.awaitLine("log .*");
    return habeas;
  }

  private static boolean isErasure(JsonNode status, String state) {
    return status.path("erasure").path("state").asString().equals(state);
  }

  private static List<String> addresses(MongoCollection<Document> subscribers) {
    return subscribers
        .find()
        .map(subscriber -> subscriber.getString("email"))
        .into(new ArrayList<>());
  }

  private static long tasks(HabeasProcess habeas, String store, AskedRequest request)
      throws Exception {
    try (TopicClient topics = habeas.topics()) {
      return topics.read(Topics.erasureTasks(store), request.id()).size();
    }
  }
}
