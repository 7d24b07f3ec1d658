package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.mask.Cut;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether what is to become of a field is something that it can become. */
final class StrategyFit {
  private static final Set<ValueType> RANDOM =
      EnumSet.of(ValueType.STRING, ValueType.INTEGER, ValueType.LONG);
  private static final Set<ValueType> TEXT = EnumSet.of(ValueType.STRING);

  private final Planning planning;

  StrategyFit(Planning planning) {
    this.planning = planning;
  }

  /** The strategy as it is carried out; what does not fit is an error. */
  ErasureStrategy of(DataCollection collection, DataField field, ErasureStrategy strategy) {
    String name = Planning.name(collection, field);
    boolean kept = strategy instanceof ErasureStrategy.Kept;
    if (field.primaryKey() && !kept) {
      planning.error(
          field.at(),
          "Expected %s to be kept, since it is part of the primary key, but it is changed",
          name);
    } else if (field.writing().readOnly() && !kept) {
      planning.error(
          field.at(), "Expected %s to be kept, since it is read_only, but it is changed", name);
    }
    Optional<ValueType> type = field.dataType().flatMap(ValueType::of);
    return switch (strategy) {
      case ErasureStrategy.Constant(var value) -> {
        if (type.filter(known -> !known.admits(value)).isPresent()) {
          planning.error(
              field.at(), "Expected the constant of %s to be of its data_type but it is not", name);
        }
        yield new ErasureStrategy.Constant(Cut.to(field.writing().length(), value));
      }
      case ErasureStrategy.KeyedHash hash -> {
        only(TEXT, type, field, "Expected %s to be text, since it is hashed, but it is not", name);
        yield hash;
      }
      case ErasureStrategy.Randomised random -> {
        only(
            RANDOM,
            type,
            field,
            "Expected %s to be text or a whole number, since it becomes random, but it is not",
            name);
        yield random;
      }
      case ErasureStrategy.CountryOnly country -> {
        only(
            TEXT,
            type,
            field,
            "Expected %s to be text, since its country is what stays, but it is not",
            name);
        yield country;
      }
      case ErasureStrategy.Generalised generalised -> {
        // Fides has no type for dates, and calls them strings.
        only(
            TEXT,
            type,
            field,
            "Expected %s to be a date or an instant, since it is cut down, but it is not",
            name);
        yield generalised;
      }
      case ErasureStrategy.Nulled nulled -> nulled;
      case ErasureStrategy.Kept keeping -> keeping;
    };
  }

  private void only(
      Set<ValueType> fitting,
      Optional<ValueType> type,
      DataField field,
      String message,
      String name) {
    if (type.filter(known -> !fitting.contains(known)).isPresent()) {
      planning.error(field.at(), message, name);
    }
  }
}
