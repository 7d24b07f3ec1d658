package io.habeas.storeagent.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.storeagent.map.InvalidMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPlannerTest {

  @Test
  void shouldNeedTheIdentifiersThatItsPatternsHave() {
    KeyPlan plan =
        RedisAgent.plan(
            """
            dataset:
              - fides_key: cache
                collections:
                  - name: users
                    habeas:
                      keys: {pattern: 'user:{account_id}', type: string}
                  - name: rooms
                    habeas:
                      keys: {pattern: 'room:*', type: set, member: '{email}'}
            """);

    assertThat(plan.needs()).containsExactlyInAnyOrder("account_id", "email");
    assertThat(plan.collections()).containsExactlyInAnyOrder("users", "rooms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{pattern: 'user:{account_id}*', type: string}|fixed text on both sides",
        "{pattern: 'user:*{account_id}', type: string}|fixed text on both sides",
        "{pattern: 'user:{account_id}:{email}', type: string}|has more",
        "{pattern: 'user:{account_id', type: string}|no braces",
        "{pattern: 'user:{}', type: string}|a code in braces",
        "{pattern: '{account_id}:x', type: string}|begin with fixed text",
        "{pattern: 'habeas:{account_id}', type: string}|agent's own",
        "{pattern: 'h*:{account_id}', type: string}|agent's own",
        "{pattern: 'user:*', type: string}|one identifier to say whose",
        "{pattern: 'user:{account_id}', type: set, member: '{email}'}|one identifier to say whose",
        "{pattern: 'user:*', type: set, member: 'all'}|members of things to have an identifier",
        "{pattern: 'user:*', type: stream, member: '{email}'}|type that has members",
        "{pattern: 'user:*', type: list, member: '{account_id}:*'}|known whole",
        "{pattern: 'user:*', type: table}|type to be one of",
        "{pattern: 'user:{account_id}', type: set, size: 3}|found size",
        "{type: set}|to have a pattern",
      })
  void shouldSayWithTheLineWhatIsWrongWithKeys(String keys, String why) {
    assertThatThrownBy(
            () ->
                RedisAgent.plan(
                    """
                    dataset:
                      - fides_key: cache
                        collections:
                          - name: things
                            habeas:
                              keys: %s
                    """
                        .formatted(keys)))
        .isInstanceOf(InvalidMap.class)
        .hasMessageContaining("map.yml:6")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set|restriction: {column: a, restricted: b}|shadow or none",
        "set|objects: {prefix: 'a/{account_id}/'}|map.yml",
        "hash|retention: {rule: r, period: P1Y, from: at, ground: ART_17_3_B, statute: S,"
            + " jurisdiction: NL, meanwhile: restrict}|there is no at",
        "set|retention: {rule: r, period: P1Y, from: at, ground: ART_17_3_B, statute: S,"
            + " jurisdiction: NL, meanwhile: restrict}|hashes or JSON objects",
      })
  void shouldSayWhatCannotBeDoneWithKeys(String type, String rule, String why) {
    assertThatThrownBy(
            () ->
                RedisAgent.plan(
                    """
                    dataset:
                      - fides_key: cache
                        collections:
                          - name: things
                            habeas:
                              %s
                              keys: {pattern: 'user:{account_id}', type: %s}
                          - name: others
                            habeas:
                              keys: {pattern: 'user:*', type: set, member: '{account_id}'}
                    """
                        .formatted(rule, type)))
        .isInstanceOf(InvalidMap.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldRefuseFieldsOfWhichNobodyKnowsWhatBecomes() {
    assertThatThrownBy(
            () ->
                RedisAgent.plan(
                    """
                    dataset:
                      - fides_key: cache
                        collections:
                          - name: tokens
                            habeas:
                              keys: {pattern: 'token:*', type: hash}
                            fields:
                              - name: account_id
                                habeas: {identifier: account_id, erasure: keep}
                              - name: agent
                    """))
        .isInstanceOf(InvalidMap.class)
        .hasMessageContaining("map.yml:8: Expected tokens.account_id to be severed")
        .hasMessageContaining("map.yml:10: Expected every field of tokens to say");
  }

  @Test
  void shouldKeepCollectionsApart() {
    assertThatThrownBy(
            () ->
                RedisAgent.plan(
                    """
                    dataset:
                      - fides_key: cache
                        collections:
                          - name: users
                            habeas:
                              keys: {pattern: 'user:{account_id}', type: hash}
                          - name: others
                            habeas:
                              keys: {pattern: 'user:*', type: set, member: '{account_id}'}
                    """))
        .isInstanceOf(InvalidMap.class)
        .hasMessageContaining("map.yml:7: Expected no record to be in users and in others");
  }
}
