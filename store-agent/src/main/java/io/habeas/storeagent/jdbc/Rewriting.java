package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.mask.Masking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes of columns what their erasure strategies say. */
final class Rewriting {
  private final WorkingOut workingOut;
  private final Catalogue catalogue;

  Rewriting(JdbcTemplate jdbc, Catalogue catalogue, KeyedHash hash) {
    this.catalogue = catalogue;
    this.workingOut = new WorkingOut(jdbc, catalogue, hash);
  }

  /**
   * Changes those of {@code targets} of which {@code where} holds, which begins with AND.
   *
   * @throws Resisted if all of them were meant and not all were changed
   */
  void rewrite(Targets targets, Map<String, ErasureStrategy> strategies, Sql where) {
    List<LiveColumn> workedOut = new ArrayList<>();
    List<Sql> assignments = new ArrayList<>();
    strategies.forEach(
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
