package io.habeas.storeagent.search;

/** A smaller store, for tests that look at it many times: a status, shadows, elements, a duty. */
final class Pair {
  static final String MAP =
      """
      dataset:
        - fides_key: pair
          collections:
            - name: members
              habeas: {restriction: {column: state, restricted: 9}, index: "@members"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - {name: mail, fides_meta: {identity: email, data_type: string}}
                - {name: state, fides_meta: {data_type: integer}}
            - name: bookings
              habeas:
                index: "@bookings"
                restriction: {column: state, restricted: closed}
                retention:
                  rule: books-7y
                  period: P7Y
                  from: booked
                  ground: ART_17_3_B
                  statute: NL-AWR-52
                  jurisdiction: NL
                  meanwhile: [restrict, pseudonymise]
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: member
                  fides_meta: {references: [{dataset: pair, field: members._id, direction: from}]}
                - {name: payer, habeas: {erasure: keyed-hash}}
                - {name: state}
                - {name: booked}
            - name: teams
              habeas: {restriction: shadow, index: "@teams"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: players
                  fides_meta: {data_type: "object[]"}
                  fields:
                    - {name: mail, fides_meta: {identity: email, data_type: string}}
                    - {name: role}
      """;

  private Pair() {}

  static void build(SearchServers.Space space) {
    space.create("members", "{\"mail\": {\"type\": \"keyword\"}, \"state\": {\"type\": \"byte\"}}");
    space.create(
        "bookings", "{\"member\": {\"type\": \"keyword\"}, \"booked\": {\"type\": \"date\"}}");
    space.create(
        "teams",
        "{\"players\": {\"type\": \"nested\", \"properties\": {\"mail\": {\"type\":"
            + " \"keyword\"}}}}");
  }

  static void open(SearchServers.Space space) {
    SearchServers.Space.Batch batch = space.batch();
    batch.add(
        "members",
        "{\"_id\": \"1\", \"mail\": \"ada@example.com\", \"state\": 1}",
        "{\"_id\": \"2\", \"mail\": \"bob@example.com\", \"state\": 1}",
        "{\"_id\": \"3\", \"mail\": \"Ada@example.com\"}");
    for (int i = 0; i < 3; i++) {
      batch.add(
          "bookings",
          """
          {"_id": "%d", "member": "1", "payer": "P%d", "state": "open", "booked": "%d-02-28"}
          """
              .formatted(i, i, 2019 + 2 * i));
    }
    batch.add("bookings", "{\"_id\": \"9\", \"member\": \"2\", \"payer\": \"B\"}");
    batch.add(
        "teams",
        """
        {"_id": "t1", "players": [{"mail": "ada@example.com", "role": "a"}, {"role": "vacant"},
          {"mail": "bob@example.com"}]}
        """,
        "{\"_id\": \"t2\", \"players\": [{\"mail\": \"bob@example.com\"}]}");
    batch.send();
  }
}
