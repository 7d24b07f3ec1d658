package io.habeas.storeagent.processor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Points;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.Interrupting;
import io.habeas.storeagent.processor.Interrupting.Crash;
import io.habeas.storeagent.processor.Interrupting.Moment;
import io.habeas.storeagent.processor.StandIn;
import io.habeas.storeagent.processor.StandIn.Asked;
import io.habeas.storeagent.processor.StandIn.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class IntercomIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000b1");

  private static final String MAP =
      """
      dataset:
        - fides_key: intercom
          collections:
            - name: contacts
              fields:
                - name: email
                  fides_meta: {identity: email}
                - name: external_id
                  habeas: {identifier: account_id}
            - name: conversations
      """;

  private record Contact(String email, String externalId, String name, boolean archived) {}

  /** Contacts in pages of two; one that is archived is not found by search. */
  private static final class Intercom {
    final Map<String, Contact> contacts = new ConcurrentSkipListMap<>();

    Reply answer(Asked asked) {
      if (!asked.header("Authorization").equals("Bearer tok")) {
        return Reply.status(401);
      }
      if (asked.line().equals("POST /contacts/search")) {
        return search(asked.json());
      }
      if (asked.line().equals("POST /conversations/search")) {
        String contact = asked.json().at("/query/value").asString();
        return Reply.json(
            "{'type': 'conversation.list', 'conversations': [{'id': 'conv-%s'}], 'pages': {}}"
                .formatted(contact));
      }
      String[] parts = asked.path().split("/");
      String id = parts[2];
      Contact contact = contacts.get(id);
      if (contact == null) {
        return Reply.json(404, "{'type': 'error.list', 'errors': [{'code': 'not_found'}]}");
      }
      if (asked.method().equals("DELETE")) {
        contacts.remove(id);
        return Reply.json("{'id': '%s', 'type': 'contact', 'deleted': true}".formatted(id));
      }
      if (asked.method().equals("PUT")) {
        JsonNode body = asked.json();
        contacts.put(
            id,
            new Contact(
                body.path("email").asString(contact.email()),
                contact.externalId(),
                body.path("name").asString(contact.name()),
                contact.archived()));
        return Reply.json("{'id': '%s'}".formatted(id));
      }
      boolean archived = parts[3].equals("archive");
      contacts.put(
          id, new Contact(contact.email(), contact.externalId(), contact.name(), archived));
      return Reply.json("{'id': '%s', 'archived': %s}".formatted(id, archived));
    }

    private Reply search(JsonNode body) {
      String field = body.at("/query/field").asString();
      String value = body.at("/query/value").asString().toLowerCase(Locale.ROOT);
      String after = body.at("/pagination/starting_after").asString("");
      List<Map.Entry<String, Contact>> found =
          contacts.entrySet().stream()
              .filter(entry -> !entry.getValue().archived())
              .filter(
                  entry ->
                      (field.equals("email")
                              ? entry.getValue().email()
                              : entry.getValue().externalId())
                          .equals(value))
              .filter(entry -> entry.getKey().compareTo(after) > 0)
              .toList();
      List<String> entries = new ArrayList<>();
      for (var entry : found.subList(0, Math.min(2, found.size()))) {
        entries.add(
            "{'type': 'contact', 'id': '%s', 'email': '%s', 'external_id': '%s'}"
                .formatted(
                    entry.getKey(), entry.getValue().email(), entry.getValue().externalId()));
      }
      String next =
          found.size() > 2
              ? ", 'next': {'page': 2, 'starting_after': '%s'}".formatted(found.get(1).getKey())
              : "";
      return Reply.json(
          "{'type': 'list', 'data': [%s], 'total_count': %d, 'pages': {'type': 'pages'%s}}"
              .formatted(String.join(",", entries), found.size(), next));
    }
  }

  private final Intercom intercom = new Intercom();
  private final StandIn standIn = new StandIn(intercom::answer);
  private final LedgerConnection ledger = Ledgers.database();
  private final SettableClock clock = new SettableClock();
  private final MemoryVault vault = new MemoryVault();

  @BeforeEach
  void fill() {
    intercom.contacts.clear();
    for (String id : List.of("c1", "c2", "c3")) {
      intercom.contacts.put(id, new Contact("ada@mail.example", "-", "Ada", false));
    }
    intercom.contacts.put("c4", new Contact("other@mail.example", "42", "Ada at work", false));
    intercom.contacts.put("c9", new Contact("eve@mail.example", "9", "Eve", false));
    vault.has("email", "Ada@mail.example");
    vault.has("account_id", "42");
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  private RestAgent agent() {
    return agent(ledger, Interrupting.never());
  }

  private RestAgent agent(LedgerConnection memory, Interrupting interrupting) {
    return RestAgent.on(
        RestAgent.connection("intercom", standIn.uri(), Map.of()),
        memory,
        MAP,
        vault,
        clock,
        interrupting);
  }

  private static final Answer ERASED =
      new Answer.Done(
          new Outcome.RecordsErased(
              List.of(new CollectionOutcome("contacts", 4, 0, 0)), List.of()));

  @Test
  void shouldOfferWhatIntercomHas() {
    try (RestAgent agent = agent()) {
      assertThat(agent.connector.declaration().actions())
          .containsExactlyInAnyOrder(
              Action.LOCATE,
              Action.EXPORT,
              Action.RESTRICT,
              Action.LIFT,
              Action.ERASE,
              Action.VERIFY,
              Action.RECTIFY);
      assertThat(agent.connector.declaration().needs())
          .containsExactlyInAnyOrder("email", "account_id");
    }
  }

  @Test
  void shouldHideAndShowAgainWithoutIdentifiers() {
    try (RestAgent agent = agent()) {
      // when
      Answer restricted = agent.restrict(REQUEST, 1);
      List<Boolean> hidden = intercom.contacts.values().stream().map(Contact::archived).toList();
      vault.has("email");
      vault.has("account_id");
      Answer lifted = agent.lift(REQUEST, 2);

      // then
      Counts four = new Counts(Map.of("contacts", 4L));
      assertThat(restricted).isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(four)));
      assertThat(hidden).containsExactly(true, true, true, true, false);
      assertThat(lifted).isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(four)));
      assertThat(intercom.contacts.values()).noneMatch(Contact::archived);
    }
  }

  @Test
  void shouldEraseWhatIsHiddenAndOverAllPages() {
    try (RestAgent agent = agent()) {
      // given
      agent.restrict(REQUEST, 1);

      // when
      Answer erased = agent.erase(REQUEST, 2);
      Answer verified = agent.verify(REQUEST, 3);

      // then
      assertThat(erased).isEqualTo(ERASED);
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(intercom.contacts.keySet()).containsExactly("c9");
    }
    assertThat(Ledgers.contents(ledger)).noneMatch(document -> document.contains("mail.example"));
  }

  @Test
  void shouldReadOutContactsAndTheirConversations() throws Deferred {
    try (RestAgent agent = agent()) {
      assertThat(agent.export(REQUEST, 1))
          .hasSize(8)
          .contains("conversations {\"id\":\"conv-c4\"}")
          .noneMatch(record -> record.contains("c9"));
    }
  }

  @Test
  void shouldCorrectWhatIsAskedForAndNothingElse() {
    // given
    vault.corrects(
        new Corrections(
            Map.of("user.name", "Ada Lovelace", "user.contact.email", "new@mail.example"),
            Optional.empty()));
    try (RestAgent agent = agent()) {
      // when
      Answer corrected = agent.rectify(REQUEST, 1);

      // then
      assertThat(corrected)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.RecordsRectified(new Counts(Map.of("contacts", 4L)), Counts.NONE)));
      assertThat(intercom.contacts)
          .containsEntry("c1", new Contact("new@mail.example", "-", "Ada Lovelace", false))
          .containsEntry("c9", new Contact("eve@mail.example", "9", "Eve", false));
      assertThat(standIn.asked.getLast().body()).doesNotContain("phone");
    }
  }

  @Test
  void shouldDoTheRestAndKeepOpenWhatFailed() {
    // given
    standIn.answers(
        asked ->
            asked.line().equals("DELETE /contacts/c2")
                ? Reply.status(409)
                : intercom.answer(asked));
    try (RestAgent agent = agent()) {
      // when
      Answer partly = agent.erase(REQUEST, 1);
      standIn.answers(intercom::answer);
      Answer wholly = agent.erase(REQUEST, 1);

      // then
      assertThat(partly).isEqualTo(new Answer.Wait(WaitReason.RECORD_LOCKED));
      assertThat(wholly).isEqualTo(ERASED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"}, \"x\": {\"$ne\": \"",
        "a/../b?x=1#y",
        "%2e%2e%2f",
        "line\r\nX-Injected: 1",
        "{subject}",
        "ünïcödé\u0000\u202e𝔘",
        "' OR '1'='1"
      })
  void shouldSendWhateverAnIdentifierContainsAsItsValue(String value) {
    // given
    vault.has("email", value);
    vault.has("account_id");
    intercom.contacts.clear();
    try (RestAgent agent = agent()) {
      // when
      agent.locate(REQUEST, 1);

      // then
      assertThat(standIn.asked)
          .singleElement()
          .satisfies(
              asked -> {
                assertThat(asked.json().at("/query/value").asString()).isEqualTo(value);
                assertThat(asked.json().at("/query").properties()).hasSize(3);
                assertThat(asked.headers()).doesNotContainKey("x-injected");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/../b?x=1#y", "%2e%2e%2f", "line\r\nX-Injected: 1", "{subject}", "ü/𝔘 +&"})
  void shouldPutWhateverARecordIsNamedIntoAPathAsOneSegment(String id) {
    // given
    List<String> deleted = new ArrayList<>();
    standIn.answers(
        asked -> {
          if (asked.method().equals("DELETE")) {
            deleted.add(asked.path());
            return Reply.status(200);
          }
          String page =
              io.habeas.storeagent.processor.JsonText.write(
                  Map.of(
                      "data", List.of(Map.of("id", id, "email", "ada@mail.example")),
                      "pages", Map.of()));
          return Reply.json(page);
        });
    vault.has("account_id");
    try (RestAgent agent = agent()) {
      // when
      agent.erase(REQUEST, 1);

      // then
      assertThat(deleted)
          .singleElement()
          .satisfies(
              path -> {
                assertThat(path).startsWith("/contacts/").matches("/contacts/[A-Za-z0-9._~%-]+");
                assertThat(
                        java.net.URLDecoder.decode(
                            path.substring("/contacts/".length()).replace("+", "%2B"),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(id);
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void shouldNotPutIntoAPathWhatWouldLeadOutOfIt(String id) {
    // given
    intercom.contacts.put(id, new Contact("ada@mail.example", "-", "Ada", false));
    try (RestAgent agent = agent()) {
      // when
      Answer answer = agent.erase(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(standIn.asked)
          .filteredOn(asked -> asked.method().equals("DELETE"))
          .allSatisfy(asked -> assertThat(asked.path()).matches("/contacts/c[1-4]"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEraseTheSameAfterACrashAtAnyOperationOfTheLedger(Moment moment) {
    afterACrashAnywhere(moment, agent -> agent.erase(REQUEST, 2), ERASED);
    assertThat(intercom.contacts.keySet()).containsExactly("c9");
  }

  @ParameterizedTest
  @EnumSource
  void shouldLiftTheSameAfterACrashAtAnyOperationOfTheLedger(Moment moment) {
    afterACrashAnywhere(
        moment,
        agent -> agent.lift(REQUEST, 2),
        new Answer.Done(new Outcome.RestrictionLifted(new Counts(Map.of("contacts", 4L)))));
    assertThat(intercom.contacts.values()).noneMatch(Contact::archived);
  }

  private void afterACrashAnywhere(
      Moment moment, Function<RestAgent, Answer> task, Answer undisturbed) {
    Interrupting counting = Interrupting.never();
    restrictAnd(Ledgers.database(), counting, task);
    for (int at = 1; at <= counting.count(); at += Points.EVERY) {
      // when
      fill();
      LedgerConnection memory = Ledgers.database();
      Interrupting crashing =
          new Interrupting(
              at,
              moment,
              () -> {
                throw new Crash();
              });
      try {
        restrictAnd(memory, crashing, task);
      } catch (Crash crash) {
        // As if the process had ended: nobody was answered.
      }
      clock.advance(Duration.ofMinutes(30));
      Answer answer = restrictAnd(memory, Interrupting.never(), task);

      // then
      assertThat(answer).as("operation %d", at).isEqualTo(undisturbed);
    }
  }

  private Answer restrictAnd(
      LedgerConnection memory, Interrupting interrupting, Function<RestAgent, Answer> task) {
    try (RestAgent agent = agent(memory, interrupting)) {
      agent.restrict(REQUEST, 1);
      return task.apply(agent);
    }
  }
}
