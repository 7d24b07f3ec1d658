package io.habeas.standalone.sample;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What an erasure left in the sample's stores, held against what the sample's privacy policy
 * promises.
 *
 * @param tables what became of each table
 * @param retentions what is kept of the person, why and until when
 * @param promises each with whether it holds
 */
public record Inspection(
    List<Aftermath> tables, List<Retention> retentions, List<Promise> promises) {

  private static final Set<String> ERASED =
      Set.of(
          "accounts",
          "settings",
          "consents",
          "conversations",
          "generated_images",
          "sessions",
          "rate_limits",
          "waiting_room",
          "files");

  public Inspection {
    tables = List.copyOf(tables);
    retentions = List.copyOf(retentions);
    promises = List.copyOf(promises);
  }

  /**
   * Looks at the stores as they are now.
   *
   * @param subject who was erased
   * @param before everything as it was before
   * @throws SQLException if the database of accounts fails
   */
  public static Inspection of(
      Subject subject, SequencedMap<String, TableContent> before, SampleWatch watch)
      throws SQLException {
    Map<String, TableContent> after = watch.everything();
    List<Retention> retentions =
        watch.retentions().stream().filter(kept -> owned(before, subject, kept)).toList();
    List<Aftermath> tables = Aftermath.of(subject, before, after, retentions);
    return new Inspection(
        tables,
        retentions,
        List.of(
            promise("nothing of the person's is simply left", tables, table -> table.left() == 0),
            promise("everybody else's rows are untouched", tables, Aftermath::neighboursUntouched),
            promise(
                "account, settings, consents, conversations, images, sessions and files are erased",
                those(tables, ERASED),
                table -> table.before() > 0 && table.erased() == table.before()),
            promise(
                "of shared prompts only the person's own contributions are erased",
                those(tables, Set.of("shared_prompts")),
                table ->
                    table.before() > 0
                        && table.erased() == table.before()
                        && table.neighboursUntouched()),
            promise(
                "payments younger than seven years are retained, older ones erased",
                those(tables, Set.of("payments")),
                table -> table.retained() > 0 && table.erased() > 0 && table.anonymised() == 0),
            promise(
                "usage statistics and feedback are anonymised",
                those(tables, Set.of("usage_events", "model_feedback")),
                table -> table.anonymised() > 0 && table.anonymised() == table.before()),
            new Promise("the address is nowhere any more", !mentioned(subject, after))));
  }

  /** Whether every promise holds. */
  public boolean holds() {
    return promises.stream().allMatch(Promise::holds);
  }

  private static Promise promise(
      String text, List<Aftermath> tables, Predicate<Aftermath> ofEachTable) {
    return new Promise(text, tables.stream().allMatch(ofEachTable));
  }

  private static List<Aftermath> those(List<Aftermath> tables, Set<String> names) {
    return tables.stream().filter(table -> names.contains(table.table())).toList();
  }

  private static boolean owned(
      Map<String, TableContent> before, Subject subject, Retention retention) {
    TableContent table = before.get(retention.table());
    return table != null
        && subject.owns(retention.table(), table.rows().getOrDefault(retention.key(), Map.of()));
  }

  private static boolean mentioned(Subject subject, Map<String, TableContent> content) {
    return content.values().stream()
        .flatMap(table -> table.rows().values().stream())
        .flatMap(row -> row.values().stream())
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(subject.email()));
  }
}
