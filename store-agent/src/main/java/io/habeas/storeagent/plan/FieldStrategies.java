package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.ErasureStrategy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of the fields of a collection whose records stay.
 *
 * <p>Said under {@code habeas}, it is said for every field. A file that has nothing but Fides'
 * {@code masking_strategy_override} on some fields means that records stay too: there, as in Fides,
 * the category decides about the others, and what leads to the person is emptied.
 */
final class FieldStrategies {
  private final Planning planning;
  private final DataCollection collection;
  private final Map<String, ErasureStrategy> said = new LinkedHashMap<>();
  private final Map<String, ErasureStrategy> all = new LinkedHashMap<>();

  FieldStrategies(Planning planning, DataCollection collection, Set<String> finders) {
    this.planning = planning;
    this.collection = collection;
    var fit = new StrategyFit(planning);
    boolean ours = collection.fields().stream().anyMatch(field -> field.erasure().isPresent());
    boolean masked =
        collection.fields().stream().anyMatch(field -> field.writing().masking().isPresent());
    if (ours && collection.deletedWhole()) {
      refuseBoth();
    }
    for (DataField field : collection.fields()) {
      field
          .erasure()
          .map(strategy -> fit.of(collection, field, strategy))
          .ifPresent(strategy -> said.put(field.name(), strategy));
      if (ours || (masked && !collection.deletedWhole())) {
        strategy(field, !ours, finders)
            .map(strategy -> fit.of(collection, field, strategy))
            .ifPresent(strategy -> all.put(field.name(), strategy));
      }
    }
  }

  /** By name of the field, what is said under {@code habeas} alone. */
  Map<String, ErasureStrategy> said() {
    return said;
  }

  /** By name of the field; none if the records go as a whole. */
  Map<String, ErasureStrategy> all() {
    return all;
  }

  /**
   * Complains about fields of which nobody can tell what becomes of them.
   *
   * @param reason why it must be said
   */
  void requireAll(String reason) {
    for (DataField field : collection.fields()) {
      if (!all.containsKey(field.name()) && !field.primaryKey() && field.retention().isEmpty()) {
        planning.error(
            field.at(),
            "Expected every field of %s to say what becomes of it, since %s, but %s does not",
            collection.name(),
            reason,
            field.name());
      }
    }
  }

  private static Optional<ErasureStrategy> strategy(
      DataField field, boolean byCategory, Set<String> finders) {
    if (field.retention().isPresent()) {
      return field.erasure();
    }
    Optional<ErasureStrategy> written = field.erasure().or(() -> field.writing().masking());
    if (written.isPresent()) {
      return written;
    }
    if (field.writing().readOnly()) {
      return Optional.of(new ErasureStrategy.Kept());
    }
    return byCategory && !field.primaryKey() ? byCategory(field, finders) : Optional.empty();
  }

  private static Optional<ErasureStrategy> byCategory(DataField field, Set<String> finders) {
    if (finders.contains(field.name()) || field.isPersonal()) {
      return Optional.of(new ErasureStrategy.Nulled());
    }
    return field.categories().isEmpty()
        ? Optional.empty()
        : Optional.of(new ErasureStrategy.Kept());
  }

  private void refuseBoth() {
    for (DataField field : collection.fields()) {
      if (field.erasure().isPresent()) {
        planning.error(
            field.at(),
            "Expected records of %s to go as a whole, as masking_strategy_override at %s says, but"
                + " %s says what becomes of it",
            collection.name(),
            collection.at(),
            field.name());
      }
    }
  }
}
