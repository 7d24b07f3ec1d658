package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.document.JsonMasking;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.mask.Masking;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Makes of columns, and of fields in documents, what their erasure strategies say. */
final class Rewriting {
  private final WorkingOut workingOut;
  private final InDocuments inDocuments;
  private final JsonMasking masking;
  private final Catalogue catalogue;

  Rewriting(JdbcTemplate jdbc, Catalogue catalogue, KeyedHash hash) {
    this.catalogue = catalogue;
    this.workingOut = new WorkingOut(jdbc, catalogue, hash);
    this.inDocuments = new InDocuments(jdbc, catalogue);
    this.masking = new JsonMasking(hash);
  }

  /**
   * Changes those of {@code targets} of which {@code where} holds, which begins with AND.
   *
   * @throws Resisted if all of them were meant and not all were changed
   */
  void rewrite(Targets targets, Map<String, ErasureStrategy> strategies, Sql where) {
    List<LiveColumn> workedOut = new ArrayList<>();
    List<Sql> assignments = new ArrayList<>();
    rewriteDocuments(targets, strategies, where);
    ofColumns(targets.table(), strategies)
        .forEach(
            (name, strategy) -> {
              LiveColumn column = catalogue.column(targets.table().name(), name);
              if (Masking.worksOut(strategy)) {
                workedOut.add(column);
              }
              assignment(column, strategy)
                  .map(value -> Sql.of(catalogue.dialect().target(name) + " = ").then(value))
                  .ifPresent(assignments::add);
            });
    if (!workedOut.isEmpty()) {
      targets.each(
          rows -> workingOut.change(targets.table(), workedOut, strategies, rows.then(where)));
    }
    if (!assignments.isEmpty()) {
      long changed = targets.update(Sql.join(", ", assignments), where);
      if (where.equals(Sql.NOTHING) && changed < targets.size()) {
        throw new Resisted(
            "Expected to change %d rows of %s but %d were",
            targets.size(), targets.table().name(), changed);
      }
    }
  }

  private void rewriteDocuments(
      Targets targets, Map<String, ErasureStrategy> strategies, Sql where) {
    Map<Field, UnaryOperator<JsonNode>> changes = new LinkedHashMap<>();
    for (Field field : targets.table().inDocuments()) {
      ErasureStrategy strategy = strategies.get(field.path());
      if (strategy != null && !(strategy instanceof ErasureStrategy.Kept)) {
        changes.put(field, value -> masking.apply(strategy, field, value));
      }
    }
    inDocuments.change(targets, changes, where);
  }

  private static Map<String, ErasureStrategy> ofColumns(
      Table table, Map<String, ErasureStrategy> strategies) {
    Map<String, ErasureStrategy> ofColumns = new LinkedHashMap<>(strategies);
    ofColumns.keySet().retainAll(table.columns().keySet());
    return ofColumns;
  }

  private Optional<Sql> assignment(LiveColumn column, ErasureStrategy strategy) {
    return switch (strategy) {
      case ErasureStrategy.Nulled() -> Optional.of(Sql.of("NULL"));
      case ErasureStrategy.Constant(var value) ->
          Optional.of(Sql.of(catalogue.dialect().assigned("?", column), value));
      case ErasureStrategy.Generalised(var unit) ->
          Optional.of(
              catalogue.dialect().generalised("t." + catalogue.quote(column.name()), column, unit));
      case ErasureStrategy.KeyedHash(),
          ErasureStrategy.Randomised(),
          ErasureStrategy.CountryOnly() ->
          Optional.empty();
      case ErasureStrategy.Kept() -> Optional.empty();
    };
  }
}
