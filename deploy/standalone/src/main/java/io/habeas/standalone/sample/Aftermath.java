package io.habeas.standalone.sample;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What became of one table.
 *
 * @param table its name
 * @param before how many rows the person had
 * @param erased how many of them are gone
 * @param anonymised how many are there still, but no longer say whose they are
 * @param retained how many are kept under a duty
 * @param left how many are simply still there
 * @param neighboursBefore the checksum of everybody else's rows before
 * @param neighboursAfter and after
 */
public record Aftermath(
    String table,
    int before,
    int erased,
    int anonymised,
    int retained,
    int left,
    String neighboursBefore,
    String neighboursAfter) {

  static List<Aftermath> of(
      Subject subject,
      SequencedMap<String, TableContent> before,
      Map<String, TableContent> after,
      List<Retention> retentions) {
    return before.values().stream()
        .map(
            table ->
                compare(
                    subject,
                    table,
                    Optional.ofNullable(after.get(table.table()))
                        .orElseThrow(
                            () ->
                                new IllegalStateException(
                                    "Expected table %s but it is gone".formatted(table.table()))),
                    retentions))
        .toList();
  }

  /** Whether no row of anybody else was changed, added or removed. */
  public boolean neighboursUntouched() {
    return neighboursBefore.equals(neighboursAfter);
  }

  private static Aftermath compare(
      Subject subject, TableContent before, TableContent after, List<Retention> retentions) {
    String table = before.table();
    Set<String> own =
        before
            .only(key -> subject.owns(table, before.rows().getOrDefault(key, Map.of())))
            .rows()
            .keySet();
    int erased = 0;
    int anonymised = 0;
    int retained = 0;
    int left = 0;
    for (String key : own) {
      Map<String, String> now = after.rows().get(key);
      if (now == null) {
        erased++;
      } else if (retentions.stream()
          .anyMatch(kept -> kept.table().equals(table) && kept.key().equals(key))) {
        retained++;
      } else if (!subject.owns(table, now)) {
        anonymised++;
      } else {
        left++;
      }
    }
    return new Aftermath(
        table,
        own.size(),
        erased,
        anonymised,
        retained,
        left,
        before.only(key -> !own.contains(key)).checksum(),
        after.only(key -> !own.contains(key)).checksum());
  }
}
