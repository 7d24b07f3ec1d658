package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.MadeUp.Content;
import io.habeas.storeagent.jdbc.Ties.Cell;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * In which order rows are inserted: after those that they refer to, and after those for which the
 * database hands out the value that they repeat. In a circle, a row goes first that can do without.
 */
final class InsertionOrder {
  private final Catalogue catalogue;
  private final Ties ties;
  private final Function<Cell, Optional<Content>> source;

  InsertionOrder(Catalogue catalogue, Ties ties, Function<Cell, Optional<Content>> source) {
    this.catalogue = catalogue;
    this.ties = ties;
    this.source = source;
  }

  List<Table> of(List<Table> tables) {
    List<Table> left = new ArrayList<>(tables);
    List<Table> order = new ArrayList<>();
    while (!left.isEmpty()) {
      Table next =
          first(left, false).or(() -> first(left, true)).orElseGet(() -> left.iterator().next());
      order.add(next);
      left.remove(next);
    }
    return order;
  }

  private Optional<Table> first(List<Table> left, boolean pressed) {
    return left.stream()
        .filter(
            table ->
                left.stream().noneMatch(other -> other != table && needs(table, other, pressed)))
        .findFirst();
  }

  /**
   * @param pressed whether to do without what can be empty, or hold at the end only
   */
  private boolean needs(Table table, Table other, boolean pressed) {
    for (ForeignKey key : catalogue.foreignKeys()) {
      if (key.isOf(table.name(), other.name(), catalogue.schema())
          && key.childColumns().stream()
              .allMatch(column -> ties.isTied(new Cell(table.name(), column)))
          && !(pressed && (key.deferrable() || canBeEmpty(table, key.childColumns())))) {
        return true;
      }
    }
    return catalogue.table(table.name()).orElseThrow().columns().values().stream()
        .filter(column -> !pressed || column.notNull())
        .map(column -> new Cell(table.name(), column.name()))
        .filter(ties::isTied)
        .map(source)
        .flatMap(Optional::stream)
        .anyMatch(
            content ->
                content instanceof Content.SameAs(var cell) && cell.table().equals(other.name()));
  }

  private boolean canBeEmpty(Table table, List<String> columns) {
    return !catalogue.columns(table.name(), columns).stream().allMatch(LiveColumn::notNull);
  }
}
