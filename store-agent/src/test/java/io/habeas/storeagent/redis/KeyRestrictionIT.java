package io.habeas.storeagent.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyRestrictionIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f1");
  private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-0000000000f2");

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
  void shouldHideFromApplicationsWhatIsThePersonsAndShowItAgainAsItWas() {
    // given
    Map<String, String> before = shop.contents();

    // when
    Answer restricted = agent.restrict(REQUEST, 1);
    Map<String, String> meanwhile = shop.contents();
    Answer lifted = agent.lift(REQUEST, 2);

    // then
    assertThat(meanwhile.keySet())
        .doesNotContain("session:4:a", "user:4", "cart:4", "journey:4", "token:4t", "picture:4")
        .contains("session:42:a", "queue:mail", "stats:4:nov");
    assertThat(meanwhile.get("room:one:members")).isEqualTo("set expiring [*, 42]");
    assertThat(meanwhile.get("leaderboard")).doesNotContain("[4/").contains("42/go=8.0");
    assertThat(shop.contents()).isEqualTo(before);
    assertThat(lifted)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RestrictionLifted(
                    ((Outcome.RecordsRestricted) ((Answer.Done) restricted).outcome())
                        .restricted())));
    assertThat(shop.own("hidden:")).isEmpty();
    assertThat(shop.own("holds")).isEmpty();
    assertThat(shop.own("restriction:")).isEmpty();
  }

  @Test
  void shouldKeepTheTimeThatSomethingHadLeft() {
    // given
    shop.command("EXPIRE", "session:4:a", "1000");

    // when
    agent.restrict(REQUEST, 1);
    long hidden = shop.client().ttl("habeas:shop:hidden:session:4:a");
    long members = shop.client().ttl("habeas:shop:hidden:room:one:members");
    agent.lift(REQUEST, 2);

    // then
    assertThat(hidden).isBetween(900L, 1000L);
    assertThat(members).isBetween(86_000L, 86_400L);
    assertThat(shop.client().ttl("session:4:a")).isBetween(900L, 1000L);
    assertThat(shop.client().ttl("user:4")).isEqualTo(-1);
  }

  @Test
  void shouldPutOnTopWhatAnApplicationMadeMeanwhile() {
    // given
    agent.restrict(REQUEST, 1);

    // when
    shop.command("HSET", "user:4", "name", "New", "phone", "1");
    shop.command("RPUSH", "cart:4", "new");
    shop.command("XADD", "journey:4", "2-1", "page", "cart");
    shop.command("SET", "picture:4", "new");
    shop.command("SADD", "room:one:members", "4");
    shop.command("ZADD", "leaderboard", "9", "4/go");
    shop.command("HSET", "presence", "account:4", "away");
    agent.lift(REQUEST, 2);

    // then
    Map<String, String> after = shop.contents();
    assertThat(after)
        .containsEntry("user:4", "hash {email=4@x.org, name=New, phone=1}")
        .containsEntry("cart:4", "list [tea, cup, tea, pot, tea, can, jug, new]")
        .containsEntry("picture:4", "string new")
        .containsEntry("room:one:members", "set expiring [*, 4, 42]");
    assertThat(after.get("journey:4")).contains("1-1", "2-1");
    assertThat(after.get("leaderboard")).contains("4/go=9.0", "4/chess=7.5");
    assertThat(after.get("presence")).contains("account:4=away");
  }

  @Test
  void shouldShowOnlyWhatNoOtherRequestHides() {
    // given
    Map<String, String> before = shop.contents();
    Answer first = agent.restrict(REQUEST, 1);
    Answer second = agent.restrict(OTHER, 1);

    // when
    agent.lift(REQUEST, 2);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(shop.contents()).doesNotContainKeys("user:4", "session:4:a");
    agent.lift(OTHER, 2);
    assertThat(shop.contents()).isEqualTo(before);
  }

  @Test
  void shouldHideWhatCameAfterAnEarlierRestriction() {
    // given
    agent.restrict(REQUEST, 1);
    shop.command("HSET", "user:4", "name", "New");

    // when
    agent.restrict(REQUEST, 2);

    // then
    assertThat(shop.contents()).doesNotContainKey("user:4");
    assertThat(shop.own().get("habeas:shop:hidden:user:4"))
        .isEqualTo("hash {email=4@x.org, name=New}");
  }

  @Test
  void shouldEraseWhatIsHidden() {
    // given
    agent.restrict(REQUEST, 1);
    agent.restrict(OTHER, 1);

    // when
    agent.erase(REQUEST, 2);

    // then
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(shop.own("hidden:")).isEmpty();
    assertThat(shop.own("holds")).isEmpty();
    assertThat(agent.lift(OTHER, 2))
        .isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(Counts.NONE)));
  }
}
