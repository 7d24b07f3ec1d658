package io.habeas.storeagent.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A piece of SQL with the values bound to it. Names in it come from the checked map and the
 * catalogue and are quoted; values are always bound.
 */
record Sql(String text, List<Object> values) {
  static final Sql NOTHING = of("");

  Sql {
    values = List.copyOf(values);
  }

  static Sql of(String text, Object... values) {
    return new Sql(text, Arrays.asList(values));
  }

  /** The pieces one after another. */
  static Sql join(String separator, List<Sql> pieces) {
    List<Object> values = new ArrayList<>();
    pieces.forEach(piece -> values.addAll(piece.values()));
    return new Sql(String.join(separator, pieces.stream().map(Sql::text).toList()), values);
  }

  Sql then(String more, Object... moreValues) {
    return join("", List.of(this, of(more, moreValues)));
  }

  Sql then(Sql more) {
    return join("", List.of(this, more));
  }

  Object[] arguments() {
    return values.toArray();
  }

  /** Names the text only: values are identifiers of people. */
  @Override
  public String toString() {
    return "Sql[" + text + "]";
  }
}
