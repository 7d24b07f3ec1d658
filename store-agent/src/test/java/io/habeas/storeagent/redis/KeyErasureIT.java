package io.habeas.storeagent.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.task.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyErasureIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000e1");
  private static final Map<String, Long> HELD =
      Map.ofEntries(
          Map.entry("sessions", 5L),
          Map.entry("profiles", 1L),
          Map.entry("pictures", 1L),
          Map.entry("carts", 1L),
          Map.entry("journeys", 1L),
          Map.entry("rooms", 2L),
          Map.entry("scores", 2L),
          Map.entry("presence", 1L),
          Map.entry("queues", 1L),
          Map.entry("tokens", 1L),
          Map.entry("events", 2L),
          Map.entry("notes", 1L),
          Map.entry("invoices", 2L),
          Map.entry("stats", 1L));

  private final RedisDatabases.Database shop = RedisDatabases.create();
  private final RedisAgent agent = RedisAgent.on(shop, Shop.plan()).knowing("4");

  @BeforeEach
  void open() {
    Shop.open(shop);
  }

  @AfterEach
  void close() {
    agent.close();
    shop.close();
  }

  @Test
  void shouldCountWhatIsHeld() {
    assertThat(agent.locate(REQUEST, 1))
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(new Counts(HELD), java.util.Set.of(), false)));
  }

  @Test
  void shouldEraseWhatIsThePersonsAndNothingElse() {
    // given
    Map<String, String> before = shop.contents();

    // when
    Answer erased = agent.erase(REQUEST, 2);

    // then
    assertThat(erased).isEqualTo(new Answer.Done(erased()));
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(shop.contents()).hasSize(Shop.others(before).size() + 1);
    assertThat(Shop.others(shop.contents())).isEqualTo(Shop.others(before));
    String anonymous =
        shop.contents().keySet().stream()
            .filter(key -> key.startsWith("stats:erased-"))
            .findFirst()
            .orElseThrow();
    assertThat(anonymous).matches("stats:erased-[0-9a-f]{32}:nov");
    assertThat(shop.contents().get(anonymous)).isEqualTo("hash {day=2026-11-01, visits=3}");
  }

  @Test
  void shouldLeaveNoIdentifierBehindButWhereSomethingIsKept() {
    // when
    agent.restrict(REQUEST, 1);
    agent.erase(REQUEST, 2);

    // then
    assertThat(shop.own().keySet())
        .allMatch(
            key ->
                key.equals("habeas:shop:outcome:" + REQUEST)
                    || key.equals("habeas:shop:work:" + REQUEST)
                    || key.equals("habeas:shop:retention:" + REQUEST)
                    || key.equals("habeas:shop:retained:" + REQUEST + ":00000001:invoice:4:1"));
  }

  @Test
  void shouldKeepWhatMustBeKeptUntilItExpiresByItself() {
    // when
    agent.erase(REQUEST, 2);

    // then
    String kept = "habeas:shop:retained:" + REQUEST + ":00000001:invoice:4:1";
    long days = Duration.ofMillis(shop.client().pttl(kept)).toDays();
    assertThat(days).isBetween(1900L, 1960L);
    assertThat(shop.own().get(kept)).contains("12.5").doesNotContain("\"N\"");
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @Test
  void shouldEraseWhatWasKeptOnceItMayBeKeptNoLongerWithoutAnyIdentifier() {
    // given
    agent.erase(REQUEST, 2);
    agent.verify(REQUEST, 3);
    agent.clock.advance(Duration.ofDays(365 * 6));
    agent.vault.has("account_id");

    // when
    Answer later = agent.erase(REQUEST, 4);

    // then
    assertThat(later)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("invoices", 1, 0, 0)), List.of())));
    assertThat(shop.own("ret")).isEmpty();
  }

  @Test
  void shouldEraseOnItsDayByItsNoteWhatWasKept_L20() {
    // given
    agent.erase(REQUEST, 2);
    agent.vault.has("account_id");
    Instant day =
        LocalDate.ofInstant(agent.clock.instant(), ZoneOffset.UTC)
            .plusYears(6)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();

    // when
    Answer expired = agent.expire(REQUEST, 3, day);

    // then
    assertThat(expired)
        .isEqualTo(
            new Answer.Done(
                new Outcome.ExpiredErased(
                    List.of(new CollectionOutcome("invoices", 1, 0, 0)), List.of())));
    assertThat(shop.own("ret")).isEmpty();
  }

  @Test
  void shouldFindAsResidueWhatCameBack() {
    // given
    agent.erase(REQUEST, 2);

    // when
    shop.command("HSET", "session:4:new", "ip", "x");
    shop.command("SADD", "room:new:members", "4");
    shop.command("ZADD", "leaderboard", "1", "4/new");
    shop.command("HSET", "presence", "account:4", "x");
    shop.command("RPUSH", "queue:mail", "4");
    shop.command("HSET", "token:new", "account_id", "4");
    shop.command("XADD", "events", "*", "account_id", "4");
    shop.command("SET", "picture:4", "x");

    // then
    assertThat(agent.verify(REQUEST, 3))
        .isEqualTo(
            new Answer.Done(
                new Outcome.ResidueFound(
                    new Counts(
                        Map.of(
                            "sessions",
                            1L,
                            "rooms",
                            1L,
                            "scores",
                            1L,
                            "presence",
                            1L,
                            "queues",
                            1L,
                            "tokens",
                            1L,
                            "events",
                            1L,
                            "pictures",
                            1L)))));
    assertThat(agent.erase(REQUEST, 4))
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done ->
                assertThat(((Outcome.RecordsErased) done.outcome()).outcomes())
                    .contains(new CollectionOutcome("sessions", 1, 0, 0)));
    assertThat(agent.verify(REQUEST, 5)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @Test
  void shouldAnswerARepeatedTaskAsTheFirstTime() {
    // given
    Answer first = agent.erase(REQUEST, 2);
    shop.command("HSET", "session:4:new", "ip", "x");

    // then
    assertThat(agent.erase(REQUEST, 2)).isEqualTo(first);
    assertThat(shop.contents()).containsKey("session:4:new");
    assertThat(agent.restrict(REQUEST, 1)).isEqualTo(new Answer.Superseded(2));
  }

  @Test
  void shouldTellTheWholeWhereTheFirstAnswerWasNotHeard() {
    // given
    Answer first = agent.erase(REQUEST, 2);

    // then
    assertThat(agent.erase(REQUEST, 3)).isEqualTo(first);
  }

  @Test
  void shouldTakeAnIdentifierWithSpecialCharactersLiterally() {
    // given
    agent.knowing("*");
    Map<String, String> before = shop.contents();

    // when
    agent.erase(REQUEST, 2);

    // then
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(shop.contents().keySet())
        .contains("session:4:a", "session:42:a", "user:4", "token:4t")
        .doesNotContain("session:*:a", "user:*", "token:s");
    assertThat(shop.contents()).containsEntry("cart:4", before.get("cart:4"));
    assertThat(shop.contents().get("room:one:members")).isEqualTo("set expiring [4, 42]");
  }

  @Test
  void shouldLeaveNoIdentifierOfWhatExpiredWhileItWasHidden() {
    // given
    agent.restrict(REQUEST, 1);
    shop.command("DEL", "habeas:shop:hidden:session:4:a", "habeas:shop:hidden:leaderboard");

    // when
    agent.erase(REQUEST, 2);

    // then
    assertThat(shop.own("restriction:")).isEmpty();
    assertThat(shop.own("holds")).isEmpty();
  }

  @Test
  void shouldFindThePersonInWhatOthersWrote() {
    // given
    String map =
        """
        dataset:
          - fides_key: shop
            collections:
              - name: messages
                habeas:
                  keys: {pattern: 'message:{email}:*', type: hash}
                fields:
                  - name: text
                    habeas: {free-text: true}
              - name: letters
                habeas:
                  keys: {pattern: 'letter:*', type: json}
                fields:
                  - name: to
                    fides_meta: {identity: email}
                  - name: lines
                    habeas: {free-text: true}
        """;
    shop.command("HSET", "message:bob@x.org:1", "text", "Ask Ada@x.org, please");
    shop.command("HSET", "message:bob@x.org:2", "text", "Not jada@x.org", "other", "ada@x.org");
    shop.command("HSET", "message:ADA@x.org:1", "text", "hello");
    shop.command("SET", "letter:1", "{\"to\":\"bob@x.org\",\"lines\":[\"to ada@x.org\"]}");
    shop.command("SET", "letter:2", "{\"to\":\"Ada@X.org\",\"lines\":[]}");

    try (RedisAgent other = RedisAgent.on(shop, RedisAgent.plan(map))) {
      other.vault.has("email", "ada@x.org");

      // when
      Answer erased = other.erase(REQUEST, 1);

      // then
      assertThat(erased)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.RecordsErased(
                      List.of(
                          new CollectionOutcome("letters", 1, 0, 0),
                          new CollectionOutcome("messages", 1, 0, 0)),
                      List.of())));
      assertThat(other.verify(REQUEST, 2))
          .isEqualTo(
              new Answer.Done(
                  new Outcome.ResidueFound(new Counts(Map.of("messages", 1L, "letters", 1L)))));
    }
  }

  @Test
  void shouldFindNothingByAnIdentifierThatCannotStandInAKey() {
    // given
    agent.knowing("4:b", "");

    // then
    assertThat(agent.locate(REQUEST, 1))
        .isEqualTo(
            new Answer.Done(new Outcome.HoldingsLocated(Counts.NONE, java.util.Set.of(), false)));
  }

  @Test
  void shouldCorrectFieldsByCategoryAlsoOfWhatIsHiddenOrKept() {
    // given
    UUID other = UUID.fromString("00000000-0000-0000-0000-0000000000e2");
    agent.restrict(other, 1);
    agent.vault.corrects(
        new Corrections(Map.of("user.name", "Ada"), Optional.of("I never lived there")));

    // when
    Answer rectified = agent.rectify(REQUEST, 1);

    // then
    assertThat(rectified)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRectified(
                    new Counts(Map.of("profiles", 1L, "notes", 1L, "invoices", 2L)),
                    new Counts(
                        Map.of(
                            "sessions",
                            5L,
                            "pictures",
                            1L,
                            "carts",
                            1L,
                            "journeys",
                            1L,
                            "tokens",
                            1L,
                            "stats",
                            1L)))));
    assertThat(agent.rectify(REQUEST, 2)).isEqualTo(rectified);
    agent.lift(other, 2);
    assertThat(shop.contents().get("user:4")).isEqualTo("hash {email=4@x.org, name=Ada}");
    assertThat(shop.contents().get("note:4:1"))
        .isEqualTo("string {\"author\":{\"name\":\"Ada\"},\"text\":\"t\",\"n\":1}");
    assertThat(shop.contents().get("user:42")).isEqualTo("hash {email=42@x.org, name=N42}");
    assertThat(shop.own("statement:")).hasSize(10);

    // and
    agent.erase(REQUEST, 3);
    assertThat(shop.own("statement:")).isEmpty();
  }

  @Test
  void shouldMakeAPersonUpWhoCanBeFoundAndErased() {
    // given
    agent.knowing("canary-1");
    Map<String, String> before = shop.contents();

    // when
    Answer seeded = agent.seed(REQUEST, 1);

    // then
    Counts one =
        new Counts(
            HELD.keySet().stream()
                .collect(java.util.stream.Collectors.toMap(name -> name, name -> 1L)));
    assertThat(seeded).isEqualTo(new Answer.Done(new Outcome.SubjectSeeded(one)));
    assertThat(agent.locate(REQUEST, 2))
        .isEqualTo(new Answer.Done(new Outcome.HoldingsLocated(one, java.util.Set.of(), false)));
    agent.erase(REQUEST, 3);
    assertThat(agent.verify(REQUEST, 4)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    Map<String, String> after = shop.contents();
    after.keySet().removeIf(key -> key.startsWith("stats:erased-"));
    assertThat(after).isEqualTo(before);
  }

  private static Outcome erased() {
    return new Outcome.RecordsErased(
        HELD.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                held ->
                    switch (held.getKey()) {
                      case "invoices" -> new CollectionOutcome("invoices", 1, 0, 1);
                      case "stats" -> new CollectionOutcome("stats", 0, 1, 0);
                      default -> new CollectionOutcome(held.getKey(), held.getValue(), 0, 0);
                    })
            .toList(),
        List.of(
            new Retained(
                "invoices",
                "invoices-7y",
                RetentionGround.ART_17_3_B,
                "NL-AWR-52",
                "NL",
                1,
                Instant.parse("2032-03-01T00:00:00Z"),
                Instant.parse("2032-03-01T00:00:00Z"))));
  }
}
