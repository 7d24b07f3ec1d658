package io.habeas.storeagent.plan;

import io.habeas.participant.Corrections;
import io.habeas.storeagent.map.DataMap.Disclosure;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.DataMap.Rectification;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Which rows of a store are a person's, and what becomes of them. Names in it come from a checked
 * map and from nowhere else.
 *
 * @param dataset the dataset it follows from
 * @param schema the database schema; empty for the store's default
 * @param tables every table that is looked at, each after those that lead to it
 * @param erasing the same in the order in which they are erased, as far as the store does not want
 *     another one
 */
public record StorePlan(
    String dataset, Optional<String> schema, List<Table> tables, List<Table> erasing) {
  public StorePlan {
    tables = List.copyOf(tables);
    erasing = List.copyOf(erasing);
  }

  /** The table {@code name}, which the plan has. */
  public Table table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * The same, with the keys of those tables whose keys the map leaves to the database.
   *
   * @param keys by the name of a table the columns of its primary key; none if it has none
   */
  public StorePlan keyed(Function<String, List<String>> keys) {
    UnaryOperator<Table> keyed =
        table -> table.primaryKey().isEmpty() ? table.keyed(keys.apply(table.name())) : table;
    return new StorePlan(
        dataset, schema, tables.stream().map(keyed).toList(), erasing.stream().map(keyed).toList());
  }

  /** Identifier types by which a person is found here; any one of them is enough. */
  public Set<String> needs() {
    Set<String> needs = new TreeSet<>();
    tables.forEach(
        table -> table.columns().values().forEach(c -> c.ownIdentifier().ifPresent(needs::add)));
    return needs;
  }

  /** Identifier types that can be yielded: from verified fields, unique to one person. */
  public Set<String> yields() {
    Set<String> yields = new TreeSet<>();
    tables.forEach(
        table ->
            table.columns().values().stream()
                .filter(Column::yields)
                .forEach(c -> c.ownIdentifier().ifPresent(yields::add)));
    return yields;
  }

  public Set<String> collections() {
    Set<String> names = new TreeSet<>();
    tables.forEach(table -> names.add(table.name()));
    return names;
  }

  /**
   * A table.
   *
   * @param columns by name, in the order of the map
   * @param documents by name of a column that holds documents, the innermost fields in it; their
   *     paths begin with the column, and the treatment has their strategies under these
   * @param primaryKey names of the columns that name one row; none where rows go as a whole and the
   *     map leaves it to the database ({@link #keyed})
   * @param links what leads to it from other tables
   */
  public record Table(
      String name,
      Map<String, Column> columns,
      Map<String, List<Field>> documents,
      List<String> primaryKey,
      List<Link> links,
      Treatment treatment,
      Restriction restriction) {
    public Table {
      columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      Map<String, List<Field>> copies = new LinkedHashMap<>();
      documents.forEach((column, fields) -> copies.put(column, List.copyOf(fields)));
      documents = java.util.Collections.unmodifiableMap(copies);
      primaryKey = List.copyOf(primaryKey);
      links = List.copyOf(links);
    }

    private Table keyed(List<String> key) {
      return new Table(name, columns, documents, key, links, treatment, restriction);
    }

    /** The innermost fields of all documents. */
    public List<Field> inDocuments() {
      return documents.values().stream().flatMap(List::stream).toList();
    }

    /** Whether a person has one row here, so that two rows are two people, or one too many. */
    public boolean onePerPerson() {
      return columns.values().stream().anyMatch(Column::unique);
    }
  }

  /**
   * A column.
   *
   * @param ownIdentifier the identifier type of its values, as the map says
   * @param identifier the same, or that of the column whose values it repeats
   * @param length how many characters it holds at most, to which whatever masking writes is cut;
   *     empty where the map does not say
   * @param rectification how it is corrected
   * @param categories its data categories
   * @param disclosure what a copy tells of it, or why it withholds it
   * @param freeText an identifier may be anywhere in its values
   */
  public record Column(
      String name,
      Optional<String> ownIdentifier,
      Optional<String> identifier,
      Match match,
      boolean verified,
      boolean unique,
      OptionalInt length,
      Rectification rectification,
      List<String> categories,
      Disclosure disclosure,
      boolean freeText) {
    public Column {
      categories = List.copyOf(categories);
    }

    /**
     * The value to which it is corrected; empty if none of the corrected categories is its, or it
     * is not overwritten (legal rule L18).
     */
    public Optional<String> corrected(Corrections corrections) {
      return rectification == Rectification.OVERWRITE
          ? categories.stream()
              .filter(corrections.values()::containsKey)
              .findFirst()
              .map(corrections.values()::get)
          : Optional.empty();
    }

    /**
     * Whether the person's statement belongs beside it: it is of a corrected category and is not
     * overwritten but supplemented (Art. 16, second sentence).
     */
    public boolean supplemented(Corrections corrections) {
      return rectification == Rectification.SUPPLEMENT
          && categories.stream().anyMatch(corrections.values()::containsKey);
    }

    /** Whether its values may be yielded (legal rule L11). */
    public boolean yields() {
      return ownIdentifier.isPresent() && verified && unique;
    }
  }

  /**
   * Rows of one table hang on rows of another: equal values in {@code fromColumns} of {@code from}
   * and {@code toColumns} of the table that has this link. The former name one row, or one person.
   *
   * @param shared whether they do neither, and the latter name one row: other rows of {@code from},
   *     other people's among them, may lead to it too, so it is the person's only as long as none
   *     does
   */
  public record Link(
      String from, List<String> fromColumns, List<String> toColumns, boolean shared) {
    public Link {
      fromColumns = List.copyOf(fromColumns);
      toColumns = List.copyOf(toColumns);
    }

    /** A link that is not shared. */
    public Link(String from, List<String> fromColumns, List<String> toColumns) {
      this(from, fromColumns, toColumns, false);
    }
  }

  /** What becomes of a table's rows at erasure. */
  public sealed interface Treatment {

    /** They go. */
    record Delete() implements Treatment {}

    /** They stay, and concern nobody any more. Every column has its strategy. */
    record Anonymise(Map<String, ErasureStrategy> strategies) implements Treatment {
      public Anonymise {
        strategies = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(strategies));
      }
    }

    /**
     * They go once the period has passed; until then they are kept as the rule says.
     *
     * @param strategies of the columns that are pseudonymised meanwhile; empty if none is
     */
    record Retain(RetentionRule rule, Map<String, ErasureStrategy> strategies)
        implements Treatment {
      public Retain {
        strategies = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(strategies));
      }

      /** Whether nothing of the person is left in {@code column} of a record that is kept. */
      public boolean severs(String column) {
        ErasureStrategy strategy = strategies.get(column);
        return strategy != null && strategy.severs();
      }
    }
  }
}
