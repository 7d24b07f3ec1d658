package io.habeas.storeagent.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habeas.storeagent.map.InvalidMap;
import org.junit.jupiter.api.Test;

class SearchPlannerTest {
  private static final String FIELDS =
      """
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email, data_type: string}}
                - {name: note, data_categories: [user.content]}
      """;

  @Test
  void shouldTakeACollectionForTheIndexOfItsNameOrOfTheOneThatTheMapNames() {
    // when
    SearchPlan plan =
        SearchAgent.plan(map("people", "") + collection("events", "habeas: {index: \"events-*\"}"));

    // then
    assertThat(plan.targets())
        .containsEntry("people", "people")
        .containsEntry("events", "events-*");
  }

  @Test
  void shouldRefuseWhatCannotBeANameOfAnIndexWithTheLine() {
    // when
    InvalidMap invalid =
        invalid(
            map("People", "")
                + collection("all", "habeas: {index: \"*\"}")
                + collection("some", "habeas: {index: \"a,b\"}"));

    // then
    assertThat(invalid.errors())
        .extracting(Object::toString)
        .containsExactly(
            "map.yml:4: Expected People to be the name of an index, or habeas.index to say which,"
                + " but names of indices are in lower case",
            "map.yml:11: Expected the index of all to be a name in lower case, or a pattern that"
                + " begins like one, but it is not",
            "map.yml:17: Expected the index of some to be a name in lower case, or a pattern that"
                + " begins like one, but it is not");
  }

  @Test
  void shouldRefuseTheAgentsOwnIndicesAndPatternsThatMeanThemToo() {
    // when
    InvalidMap invalid =
        invalid(map("habeas-task", "") + collection("most", "habeas: {index: \"h*\"}"));

    // then
    assertThat(invalid.errors())
        .extracting(Object::toString)
        .containsExactly(
            "map.yml:4: Expected the index of habeas-task to be none of the agent's own, which"
                + " begin with habeas-, but it can be",
            "map.yml:11: Expected the index of most to be none of the agent's own, which begin"
                + " with habeas-, but it can be");
  }

  @Test
  void shouldSayWhatElseIsWrongBesideIt() {
    // when
    InvalidMap invalid =
        invalid(
            map("People", "")
                .replace(
                    "identity: email, data_type: string", "identity: email, data_type: float"));

    // then
    assertThat(invalid.errors())
        .extracting(Object::toString)
        .containsExactly(
            "map.yml:4: Expected People to be the name of an index, or habeas.index to say which,"
                + " but names of indices are in lower case",
            "map.yml:8: Expected People.email to have a data_type of string, integer, long,"
                + " object_id or uuid, since a person is searched by it, but it has none of them");
  }

  private static String map(String name, String rules) {
    return """
    dataset:
      - fides_key: shop
        collections:
    """
        + collection(name, rules);
  }

  private static String collection(String name, String rules) {
    return "      - name: %s\n        %s\n".formatted(name, rules) + FIELDS;
  }

  private static InvalidMap invalid(String map) {
    return catchThrowableOfType(InvalidMap.class, () -> SearchAgent.plan(map));
  }
}
