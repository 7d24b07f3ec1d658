package io.habeas.storeagent.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A made-up store with everything that a map can say: links from one collection to another, a
 * pattern of indices by date, objects, {@code nested} documents, elements taken out and elements
 * anonymised, a retention with a hash, a status and shadows.
 */
final class Club {
  static final String MAP =
      """
      dataset:
        - fides_key: club
          collections:
            - name: members
              habeas: {restriction: {column: state, restricted: 9}, index: "@members"}
              fields:
                - {name: _id, fides_meta: {primary_key: true, data_type: integer}}
                - name: contact
                  fields:
                    - name: mail
                      data_categories: [user.contact.email]
                      fides_meta: {identity: email, data_type: string}
                    - {name: name, data_categories: [user.name]}
                - name: card
                  fides_meta: {data_type: string}
                  habeas: {identifier: card, verified: true, unique: true}
                - {name: state, fides_meta: {data_type: integer}}
            - name: letters
              habeas: {restriction: shadow, index: "@letters-*"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: member
                  fides_meta: {references: [{dataset: club, field: members._id, direction: from}]}
                - {name: text, data_categories: [user.content], habeas: {free-text: true}}
            - name: attachments
              habeas: {index: "@attachments"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: letter
                  fides_meta: {references: [{dataset: club, field: letters._id, direction: from}]}
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
                  fides_meta: {references: [{dataset: club, field: members._id, direction: from}]}
                - name: payer
                  fields:
                    - name: name
                      data_categories: [user.name]
                      habeas: {erasure: keyed-hash}
                    - {name: country}
                - name: notes
                  fides_meta: {data_type: "object[]"}
                  fields:
                    - name: by
                      habeas: {erasure: keyed-hash}
                    - {name: kind}
                - {name: state}
                - {name: booked}
            - name: visits
              habeas: {index: "@visits"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}, habeas: {erasure: keep}}
                - name: card
                  fides_meta: {data_type: string}
                  habeas: {identifier: card, erasure: keyed-hash}
                - name: door
                  fields:
                    - {name: name, habeas: {erasure: keep}}
                    - {name: guard, habeas: {erasure: {constant: somebody}}}
                - {name: at, habeas: {erasure: {generalise: day}}}
                - {name: level, fides_meta: {data_type: integer}, habeas: {erasure: {constant: "0"}}}
            - name: teams
              habeas: {restriction: shadow, index: "@teams"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: inner
                  fields:
                    - name: players
                      fides_meta: {data_type: "object[]"}
                      fields:
                        - name: person
                          fields:
                            - name: mail
                              fides_meta: {identity: email, data_type: string}
                        - {name: role}
                - name: guests
                  fides_meta: {data_type: "string[]", identity: email}
            - name: matches
              habeas: {index: "@matches"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - name: scores
                  fides_meta: {data_type: "object[]"}
                  fields:
                    - name: member
                      fides_meta: {references: [{dataset: club, field: members._id, direction: from}]}
                      habeas: {erasure: null}
                    - {name: nick, habeas: {erasure: keyed-hash}}
                    - {name: at, habeas: {erasure: {generalise: year}}}
                    - {name: points, habeas: {erasure: keep}}
      """;

  private static final String KEYWORD_BESIDE =
      "{\"type\": \"text\", \"fields\": {\"keyword\": {\"type\": \"keyword\"}}}";

  private Club() {}

  /** The indices. */
  static void build(SearchServers.Space space) {
    space.create(
        "members",
        """
        {"contact": {"properties": {"mail": %s}}, "card": {"type": "keyword"},
         "state": {"type": "integer"}}
        """
            .formatted(KEYWORD_BESIDE));
    space.create("letters-2025", "{\"member\": {\"type\": \"long\"}}");
    space.create("letters-2026", "{\"member\": {\"type\": \"keyword\"}}");
    space.create("attachments", "{\"letter\": {\"type\": \"keyword\"}}");
    space.create(
        "bookings", "{\"member\": {\"type\": \"long\"}, \"booked\": {\"type\": \"date\"}}");
    space.create("visits", "{\"card\": {\"type\": \"keyword\"}, \"at\": {\"type\": \"date\"}}");
    space.create(
        "teams",
        """
        {"inner": {"properties": {"players": {"type": "nested", "properties":
          {"person": {"properties": {"mail": {"type": "keyword"}}}}}}}, "guests": %s}
        """
            .formatted(KEYWORD_BESIDE));
    space.create(
        "matches", "{\"scores\": {\"properties\": {\"member\": {\"type\": \"integer\"}}}}");
  }

  /** Ada is member 1; everybody else is there to stay as they are. */
  static void open(SearchServers.Space space) {
    SearchServers.Space.Batch batch = space.batch();
    batch.add(
        "members",
        """
        {"_id": "1", "contact": {"mail": "Ada@Example.com", "name": "Ada"}, "card": "c1",
         "state": 1, "unmapped": [{"a": 2.50}]}
        """,
        "{\"_id\": \"2\", \"contact\": {\"mail\": \"bob@example.com\", \"name\": \"Bob\"},"
            + " \"card\": \"c2\"}",
        "{\"_id\": \"3\", \"contact\": {\"mail\": \"ada@example.com.evil.example\", \"name\":"
            + " \"Eve\"}, \"card\": \"c3\", \"state\": 1}");
    for (int i = 0; i < 8; i++) {
      int member = i < 4 ? 1 : 2 + i % 2;
      batch.add(
          "letters-" + (2025 + i % 2),
          "{\"_id\": \"l%d\", \"member\": %d, \"text\": \"letter %d\"}".formatted(i, member, i));
      batch.add(
          "attachments",
          "{\"_id\": \"a%1$d\", \"letter\": \"l%1$d\"}".formatted(i),
          "{\"_id\": \"b%1$d\", \"letter\": \"l%1$d\", \"n\": 2}".formatted(i));
      batch.add(
          "visits",
          """
          {"_id": "%d", "card": "c%d", "door": {"name": "north", "guard": "Sam"},
           "at": "2026-10-17T13:14:15Z", "level": %d}
          """
              .formatted(i, member, i));
      batch.add(
          "bookings",
          """
          {"_id": "%d", "member": %d, "payer": {"name": "P%d", "country": "NL"},
           "notes": [{"by": "N%d", "kind": 1}, {"kind": 2}], "state": "open",
           "booked": "%d-02-28T10:00:00Z"}
          """
              .formatted(i, member, i, i, 2018 + i));
    }
    batch.add("bookings", "{\"_id\": \"99\", \"member\": 1, \"state\": \"open\"}");
    batch.add(
        "teams",
        """
        {"_id": "t1", "inner": {"players": [{"person": {"mail": "ADA@example.com"}, "role": "keeper"},
          {"person": {"mail": "bob@example.com"}}, {"role": "vacant"},
          {"person": {"mail": "ada@example.com"}}], "season": 1},
         "guests": ["ada@example.com", "eve@example.com"], "x": 1}
        """,
        """
        {"_id": "t2", "inner": {"players": [{"person": {"mail": "bob@example.com"}}]},
         "guests": ["bob@example.com", "Ada@example.com"]}
        """,
        "{\"_id\": \"t3\", \"guests\": [\"ada@example.com.evil.example\"]}");
    batch.add(
        "matches",
        """
        {"_id": "1", "scores": [{"member": 2, "nick": "B", "points": 1},
          {"member": 1, "nick": "A", "at": "2026-10-17T13:14:15Z", "points": 2},
          {"nick": "?", "points": 3}, {"member": 1, "nick": null, "points": 4}]}
        """,
        "{\"_id\": \"2\", \"scores\": [{\"member\": 2, \"nick\": \"B\", \"points\": 1}]}");
    batch.send();
  }

  /** Everything but the agent's own indices. */
  static Map<String, List<String>> contents(SearchServers.Space space) {
    Map<String, List<String>> contents = new TreeMap<>();
    for (String target :
        List.of("members", "letters-*", "attachments", "bookings", "visits", "teams", "matches")) {
      contents.put(target, new ArrayList<>(space.documents(target)));
    }
    return contents;
  }
}
