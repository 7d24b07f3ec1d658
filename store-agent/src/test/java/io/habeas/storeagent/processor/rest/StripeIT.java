package io.habeas.storeagent.processor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StripeIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000a1");
  private static final String EMAIL = "ada@mail.example";

  private static final String MAP =
      """
      dataset:
        - fides_key: stripe
          collections:
            - name: customers
              fields:
                - name: email
                  fides_meta: {identity: email}
                - name: id
                  habeas: {identifier: stripe_customer, verified: true, unique: true}
            - name: charges
      """;

  /** Customers, charges and redaction jobs, in pages of two. */
  private static final class Stripe {
    final Map<String, String> customers = new ConcurrentSkipListMap<>();
    final Map<String, String> charges = new ConcurrentSkipListMap<>();
    final Map<String, String> jobs = new ConcurrentHashMap<>();
    final Map<String, String> subjects = new ConcurrentHashMap<>();
    final Map<String, String> byKey = new ConcurrentHashMap<>();
    volatile String afterValidation = "ready";

    Reply answer(Asked asked) {
      String basic =
          "Basic "
              + Base64.getEncoder().encodeToString("sk_test:".getBytes(StandardCharsets.UTF_8));
      if (!asked.header("Authorization").equals(basic)) {
        return Reply.status(401);
      }
      if (asked.line().equals("GET /v1/customers")) {
        return page(customers, "email", asked);
      }
      if (asked.line().equals("GET /v1/charges")) {
        return page(charges, "customer", asked);
      }
      if (asked.line().equals("POST /v1/privacy/redaction_jobs")) {
        return create(asked);
      }
      String[] parts = asked.path().split("/");
      String job = parts[4];
      String state = jobs.get(job);
      if (state == null) {
        return Reply.json(404, "{'error': {'code': 'resource_missing'}}");
      }
      if (asked.method().equals("POST") && parts[5].equals("run")) {
        if (!state.equals("ready")) {
          return Reply.status(400);
        }
        jobs.put(job, "redacting");
      } else if (asked.method().equals("POST") && parts[5].equals("validate")) {
        jobs.put(job, "validating");
      }
      return job(job);
    }

    private Reply create(Asked asked) {
      String job =
          byKey.computeIfAbsent(
              asked.header("Idempotency-Key"),
              key -> {
                String id = "prj_" + (jobs.size() + 1);
                jobs.put(id, "validating");
                subjects.put(id, asked.form().getOrDefault("objects[customers][]", ""));
                return id;
              });
      return job(job);
    }

    private Reply job(String id) {
      return Reply.json(
          "{'id': '%s', 'object': 'privacy.redaction_job', 'status': '%s'}"
              .formatted(id, jobs.get(id)));
    }

    /** Time passes at Stripe. */
    void pass() {
      jobs.replaceAll(
          (id, state) ->
              switch (state) {
                case "validating" -> afterValidation;
                case "redacting" -> {
                  customers.computeIfPresent(subjects.getOrDefault(id, ""), (c, email) -> "");
                  yield "succeeded";
                }
                default -> state;
              });
    }

    private static Reply page(Map<String, String> all, String field, Asked asked) {
      String wanted = asked.parameters().getOrDefault(field, "");
      String after = asked.parameters().getOrDefault("starting_after", "");
      List<String> found =
          all.entrySet().stream()
              .filter(entry -> entry.getValue().equals(wanted))
              .map(Map.Entry::getKey)
              .filter(id -> id.compareTo(after) > 0)
              .toList();
      List<String> entries = new ArrayList<>();
      for (String id : found.subList(0, Math.min(2, found.size()))) {
        entries.add("{'id': '%s', '%s': '%s'}".formatted(id, field, wanted));
      }
      return Reply.json(
          "{'object': 'list', 'has_more': %s, 'data': [%s]}"
              .formatted(found.size() > 2, String.join(",", entries)));
    }
  }

  private final Stripe stripe = new Stripe();
  private final StandIn standIn = new StandIn(stripe::answer);
  private final LedgerConnection ledger = Ledgers.database();
  private final SettableClock clock = new SettableClock();
  private final MemoryVault vault = new MemoryVault();

  @BeforeEach
  void fill() {
    stripe.customers.put("cus_1", EMAIL);
    stripe.customers.put("cus_9", "somebody@else.example");
    for (int i = 1; i <= 5; i++) {
      stripe.charges.put("ch_" + i, "cus_1");
    }
    stripe.charges.put("ch_9", "cus_9");
    vault.has("email", EMAIL);
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  private RestAgent agent() {
    return RestAgent.on(
        RestAgent.connection("stripe", standIn.uri(), Map.of("version", "2026-06-24.preview")),
        ledger,
        MAP,
        vault,
        clock);
  }

  @Test
  void shouldCountCustomersAndChargesOverAllPagesAndYieldTheCustomer() {
    try (RestAgent agent = agent()) {
      // when
      Answer located = agent.locate(REQUEST, 1);

      // then
      assertThat(located)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.HoldingsLocated(
                      new Counts(Map.of("customers", 1L, "charges", 5L)),
                      Set.of("stripe_customer"),
                      false)));
      assertThat(vault.deposits)
          .extracting(found -> found.value() + " from " + found.field())
          .containsExactly("cus_1 from customers.id");
    }
  }

  @Test
  void shouldTakeTwoCustomersForAnAmbiguity() {
    // given
    stripe.customers.put("cus_2", EMAIL);
    try (RestAgent agent = agent()) {
      // when
      Answer located = agent.locate(REQUEST, 1);

      // then
      assertThat(located)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.HoldingsLocated(
                      new Counts(Map.of("customers", 2L, "charges", 5L)), Set.of(), true)));
      assertThat(vault.deposits).isEmpty();
    }
  }

  @Test
  void shouldReadOutEveryRecordOnce() throws Deferred {
    try (RestAgent agent = agent()) {
      assertThat(agent.export(REQUEST, 1))
          .hasSize(6)
          .contains("customers {\"id\":\"cus_1\",\"email\":\"ada@mail.example\"}")
          .contains("charges {\"id\":\"ch_5\",\"customer\":\"cus_1\"}")
          .noneMatch(record -> record.contains("ch_9"));
    }
  }

  @Test
  void shouldValidateRunAndAwaitAJobForEachCustomer() {
    // given
    stripe.customers.put("cus_2", EMAIL);
    try (RestAgent agent = agent()) {
      // when
      Answer validating = agent.erase(REQUEST, 1);
      stripe.pass();
      Answer running = agent.erase(REQUEST, 1);
      Map<String, String> states = Map.copyOf(stripe.jobs);
      stripe.pass();
      Answer done = agent.erase(REQUEST, 1);
      Answer verified = agent.verify(REQUEST, 2);

      // then
      assertThat(List.of(validating, running))
          .containsOnly(new Answer.Wait(WaitReason.PROCESSOR_WORKING));
      assertThat(states.values()).containsOnly("redacting");
      assertThat(done)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.RecordsErased(
                      List.of(new CollectionOutcome("customers", 0, 2, 0)), List.of())));
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(stripe.jobs).hasSize(2);
      assertThat(stripe.subjects.values()).containsExactlyInAnyOrder("cus_1", "cus_2");
      assertThat(stripe.customers).containsEntry("cus_9", "somebody@else.example");
      assertThat(standIn.asked)
          .filteredOn(asked -> asked.line().equals("POST /v1/privacy/redaction_jobs"))
          .allSatisfy(
              asked -> {
                assertThat(asked.header("Content-Type"))
                    .isEqualTo("application/x-www-form-urlencoded");
                assertThat(asked.form()).containsEntry("validation_behavior", "error");
                assertThat(asked.header("Stripe-Version")).isEqualTo("2026-06-24.preview");
              });
    }
  }

  @Test
  void shouldValidateAnewWhatStripeCannotRedactYet() {
    // given
    stripe.afterValidation = "failed";
    try (RestAgent agent = agent()) {
      // when
      agent.erase(REQUEST, 1);
      stripe.pass();
      Answer refused = agent.erase(REQUEST, 1);
      stripe.afterValidation = "ready";
      stripe.pass();
      agent.erase(REQUEST, 1);
      stripe.pass();
      Answer done = agent.erase(REQUEST, 1);

      // then
      assertThat(refused).isEqualTo(new Answer.Wait(WaitReason.PROCESSOR_WORKING));
      assertThat(done).isInstanceOf(Answer.Done.class);
      assertThat(stripe.jobs).hasSize(1);
    }
  }

  @Test
  void shouldCreateOneJobByItsKeyWhereTheAnswerIsLost() {
    // given
    try (RestAgent agent = agent()) {
      standIn.cut(2, true);
      Answer lost = agent.erase(REQUEST, 1);
      clock.advance(Duration.ofMinutes(30));

      // when
      Answer again = agent.erase(REQUEST, 1);

      // then
      assertThat(lost).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
      assertThat(again).isEqualTo(new Answer.Wait(WaitReason.PROCESSOR_WORKING));
      assertThat(stripe.jobs).hasSize(1);
    }
  }

  @Test
  void shouldHaveNothingToDoForSomebodyWhomStripeDoesNotKnow() {
    // given
    vault.has("email", "nobody@mail.example");
    try (RestAgent agent = agent()) {
      assertThat(agent.locate(REQUEST, 1))
          .isEqualTo(new Answer.Done(new Outcome.HoldingsLocated(Counts.NONE, Set.of(), false)));
      assertThat(agent.erase(REQUEST, 2))
          .isEqualTo(new Answer.Done(new Outcome.RecordsErased(List.of(), List.of())));
      assertThat(agent.verify(REQUEST, 3))
          .isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(stripe.jobs).isEmpty();
    }
  }
}
