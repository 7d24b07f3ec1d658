package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Direction;
import io.habeas.storeagent.map.DataMap.Reference;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns a dataset of the map into a plan, or says everything that stands in its way. Pure.
 *
 * <p>A reference is followed only from a field that names one record (its whole primary key) or is
 * marked verified and unique to one person: anything else, an address two people share say, would
 * lead to other people (legal rule L11).
 */
public final class StorePlanner {
  /** What may stand in a topic as a code. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  private final Dataset dataset;
  private final Map<String, DataCollection> collections = new LinkedHashMap<>();
  private final List<MapError> errors = new ArrayList<>();
  private final Map<String, Set<Link>> links = new HashMap<>();

  private StorePlanner(Dataset dataset) {
    this.dataset = dataset;
  }

  /**
   * Plans what becomes of a person's rows in {@code dataset}.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static StorePlan plan(Dataset dataset) {
    var planner = new StorePlanner(dataset);
    planner.collect();
    planner.link();
    List<String> order = planner.order();
    planner.failOnErrors();
    StorePlan plan = planner.tables(order);
    planner.failOnErrors();
    return plan;
  }

  private void failOnErrors() {
    if (!errors.isEmpty()) {
      throw new InvalidMap(errors);
    }
  }

  private void error(Location at, String message, Object... arguments) {
    errors.add(new MapError(at, message.formatted(arguments)));
  }

  private void collect() {
    for (DataCollection collection : dataset.collections()) {
      if (collection.skipped()) {
        continue;
      }
      if (!CODE.matcher(collection.name()).matches()) {
        error(collection.at(), "Expected the name of a collection to be a code but it is not");
      }
      if (collection.objects().isPresent()) {
        error(
            collection.at(),
            "Expected %s to be a table but it is made of objects",
            collection.name());
      }
      if (collections.put(collection.name(), collection) != null) {
        error(collection.at(), "Expected %s once but it is there twice", collection.name());
      }
      Set<String> names = new HashSet<>();
      for (DataField field : collection.fields()) {
        if (!names.add(field.name())) {
          error(field.at(), "Expected %s once but it is there twice", name(collection, field));
        }
        nested(collection, field);
        if ((field.verified() || field.unique())
            && ownIdentifier(field).isEmpty()
            && field.references().isEmpty()) {
          error(
              field.at(),
              "Expected %s to have an identity, an identifier or a reference, since it is marked"
                  + " verified or unique, but it has none",
              name(collection, field));
        }
      }
    }
  }

  /** Columns of a relational store are flat; what lies in a document is not looked into. */
  private void nested(DataCollection collection, DataField field) {
    for (DataField inner : field.fields()) {
      if (inner.identity().isPresent()
          || inner.identifier().isPresent()
          || inner.primaryKey()
          || !inner.references().isEmpty()
          || inner.erasure().isPresent()) {
        error(
            inner.at(),
            "Expected identities, keys, references and erasure on columns but %s.%s is nested",
            name(collection, field),
            inner.name());
      }
      nested(collection, inner);
    }
  }

  private void link() {
    Map<LinkPair, List<FieldPair>> pairs = new LinkedHashMap<>();
    for (DataCollection collection : collections.values()) {
      for (DataField field : collection.fields()) {
        for (Reference reference : field.references()) {
          if (reference.dataset().equals(dataset.key())) {
            pair(collection, field, reference, pairs);
          }
        }
      }
    }
    pairs.forEach(this::accept);
  }

  private void pair(
      DataCollection collection,
      DataField field,
      Reference reference,
      Map<LinkPair, List<FieldPair>> pairs) {
    DataCollection other = collections.get(reference.collection());
    Optional<DataField> otherField =
        Optional.ofNullable(other).flatMap(found -> found.field(reference.field()));
    if (other == null || otherField.isEmpty()) {
      error(
          reference.at(),
          "Expected %s to refer to a field of this dataset but there is no %s.%s",
          name(collection, field),
          reference.collection(),
          reference.field());
      return;
    }
    boolean said = reference.direction() != Direction.EITHER;
    if (reference.direction() != Direction.TO) {
      pairs
          .computeIfAbsent(new LinkPair(other.name(), collection.name()), key -> new ArrayList<>())
          .add(new FieldPair(otherField.get(), field, said, reference.at()));
    }
    if (reference.direction() != Direction.FROM) {
      pairs
          .computeIfAbsent(new LinkPair(collection.name(), other.name()), key -> new ArrayList<>())
          .add(new FieldPair(field, otherField.get(), said, reference.at()));
    }
  }

  private void accept(LinkPair pair, List<FieldPair> fields) {
    DataCollection from = collections.get(pair.from());
    if (from == null) {
      return;
    }
    List<String> key =
        from.fields().stream().filter(DataField::primaryKey).map(DataField::name).toList();
    Set<FieldPair> left = new LinkedHashSet<>(fields);
    Map<String, FieldPair> whole = new LinkedHashMap<>();
    fields.forEach(field -> whole.putIfAbsent(field.from().name(), field));
    if (key.size() > 1 && whole.keySet().containsAll(key)) {
      List<FieldPair> together =
          key.stream().map(whole::get).filter(java.util.Objects::nonNull).toList();
      add(pair, together);
      together.forEach(left::remove);
    }
    for (FieldPair field : left) {
      boolean isKey = key.equals(List.of(field.from().name()));
      if (isKey || (field.from().verified() && field.from().unique())) {
        add(pair, List.of(field));
      } else if (field.said()) {
        error(
            field.at(),
            "Expected %s.%s to be a whole primary key, or marked verified and unique, since %s is"
                + " searched by it, but it is neither",
            pair.from(),
            field.from().name(),
            pair.to());
      }
    }
  }

  private void add(LinkPair pair, List<FieldPair> fields) {
    // A record that refers to another of its own table (a reply, say) is that other person's too.
    if (pair.from().equals(pair.to())) {
      if (fields.getFirst().said()) {
        error(
            fields.getFirst().at(),
            "Expected references between different collections but %s refers to itself",
            pair.from());
      }
      return;
    }
    links
        .computeIfAbsent(pair.to(), to -> new LinkedHashSet<>())
        .add(
            new Link(
                pair.from(),
                fields.stream().map(field -> field.from().name()).toList(),
                fields.stream().map(field -> field.to().name()).toList()));
  }

  /** Names of the collections, each after those that lead to it. */
  private List<String> order() {
    Set<String> done = new LinkedHashSet<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (String name : collections.keySet()) {
        if (!done.contains(name)
            && links.getOrDefault(name, Set.of()).stream()
                .allMatch(link -> done.contains(link.from()))) {
          done.add(name);
          progress = true;
        }
      }
    }
    collections.forEach(
        (name, collection) -> {
          if (!done.contains(name)) {
            error(collection.at(), "Expected references without a cycle but %s is in one", name);
          }
        });
    return List.copyOf(done);
  }

  private StorePlan tables(List<String> order) {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (String name : order) {
      DataCollection collection = collections.get(name);
      if (collection != null) {
        table(collection, tables).ifPresent(table -> tables.put(name, table));
      }
    }
    return new StorePlan(dataset.key(), dataset.schema(), List.copyOf(tables.values()));
  }

  private Optional<Table> table(DataCollection collection, Map<String, Table> before) {
    List<Link> incoming =
        links.getOrDefault(collection.name(), Set.of()).stream()
            .filter(link -> before.containsKey(link.from()))
            .toList();
    Map<String, Column> columns = new LinkedHashMap<>();
    for (DataField field : collection.fields()) {
      Optional<String> own = ownIdentifier(field).or(() -> ofOtherDataset(field));
      Optional<Column> repeated =
          own.isPresent() ? Optional.empty() : repeated(field, incoming, before);
      columns.put(
          field.name(),
          new Column(
              field.name(),
              own,
              own.or(() -> repeated.flatMap(Column::identifier)),
              repeated.map(Column::match).orElse(field.match()),
              field.verified(),
              field.unique()));
    }
    boolean reachable =
        !incoming.isEmpty() || columns.values().stream().anyMatch(c -> c.identifier().isPresent());
    if (!reachable) {
      if (collection.fields().stream().anyMatch(StorePlanner::isPersonal)) {
        error(
            collection.at(),
            "Expected %s to have an identity or a reference, since it holds personal data, but"
                + " nothing leads to it",
            collection.name());
      }
      return Optional.empty();
    }
    List<String> key =
        collection.fields().stream().filter(DataField::primaryKey).map(DataField::name).toList();
    if (key.isEmpty()) {
      error(
          collection.at(), "Expected %s to have a primary_key but it has none", collection.name());
    }
    Set<String> finders = new HashSet<>();
    columns.values().stream()
        .filter(column -> column.identifier().isPresent())
        .forEach(column -> finders.add(column.name()));
    incoming.forEach(link -> finders.addAll(link.toColumns()));
    if (collection.restriction() instanceof Restriction.StatusColumn status
        && collection.field(status.column()).isEmpty()) {
      error(
          status.at(),
          "Expected the column that restricts %s to be one of its fields but there is no %s",
          collection.name(),
          status.column());
    }
    return Optional.of(
        new Table(
            collection.name(),
            columns,
            key,
            incoming,
            treatment(collection, key, finders),
            collection.restriction()));
  }

  private Treatment treatment(DataCollection collection, List<String> key, Set<String> finders) {
    Map<String, ErasureStrategy> strategies = new LinkedHashMap<>();
    for (DataField field : collection.fields()) {
      field.erasure().ifPresent(strategy -> strategies.put(field.name(), strategy));
      if (field.primaryKey()
          && field.erasure().filter(s -> !(s instanceof ErasureStrategy.Kept)).isPresent()) {
        error(
            field.at(),
            "Expected %s to be kept, since it is part of the primary key, but it is changed",
            name(collection, field));
      }
    }
    if (collection.retention().isPresent()) {
      return retain(collection, collection.retention().get(), strategies);
    }
    if (strategies.isEmpty()) {
      return new Treatment.Delete();
    }
    for (DataField field : collection.fields()) {
      ErasureStrategy strategy = strategies.get(field.name());
      if (strategy == null && !field.primaryKey()) {
        error(
            field.at(),
            "Expected every field of %s to say what becomes of it, since some do, but %s does not",
            collection.name(),
            field.name());
      } else if (finders.contains(field.name()) && (strategy == null || !strategy.severs())) {
        error(
            field.at(),
            "Expected %s to be severed from the person, since its record stays, but it is kept",
            name(collection, field));
      }
    }
    return new Treatment.Anonymise(strategies);
  }

  private Treatment retain(
      DataCollection collection, RetentionRule rule, Map<String, ErasureStrategy> strategies) {
    for (String code : List.of(rule.rule(), rule.statute(), rule.jurisdiction())) {
      if (!CODE.matcher(code).matches()) {
        error(rule.at(), "Expected rule, statute and jurisdiction to be codes but one is not");
      }
    }
    if (collection.field(rule.from()).isEmpty()) {
      error(
          rule.at(),
          "Expected retention of %s to count from one of its fields but there is no %s",
          collection.name(),
          rule.from());
    }
    if (rule.meanwhile().contains(Meanwhile.PSEUDONYMISE) == strategies.isEmpty()) {
      error(
          rule.at(),
          "Expected %s to say pseudonymise and which fields, or neither, but it says one only",
          collection.name());
    }
    if (rule.meanwhile().contains(Meanwhile.RESTRICT)
        && collection.restriction() instanceof Restriction.None) {
      error(
          rule.at(),
          "Expected %s to say how its records are restricted but it does not",
          collection.name());
    }
    if (rule.meanwhile().isEmpty()) {
      error(
          rule.at(),
          "Expected retained records of %s to be restricted or pseudonymised but they are neither",
          collection.name());
    }
    return new Treatment.Retain(rule, strategies);
  }

  private static Optional<Column> repeated(
      DataField field, List<Link> incoming, Map<String, Table> before) {
    return incoming.stream()
        .filter(link -> link.toColumns().equals(List.of(field.name())))
        .map(link -> column(before, link))
        .flatMap(Optional::stream)
        .filter(column -> column.identifier().isPresent())
        .findFirst();
  }

  private static Optional<Column> column(Map<String, Table> before, Link link) {
    return Optional.ofNullable(before.get(link.from()))
        .flatMap(table -> Optional.ofNullable(table.columns().get(link.fromColumns().getFirst())));
  }

  private static Optional<String> ownIdentifier(DataField field) {
    return field.identifier().or(field::identity);
  }

  /** What another dataset leads to is looked up here by an identifier that its holder yields. */
  private Optional<String> ofOtherDataset(DataField field) {
    return field.references().stream()
        .filter(reference -> !reference.dataset().equals(dataset.key()))
        .filter(reference -> reference.direction() != Direction.TO)
        .map(r -> r.dataset() + "." + r.collection() + "." + r.field())
        .findFirst();
  }

  private static boolean isPersonal(DataField field) {
    return field.categories().stream().anyMatch(c -> c.equals("user") || c.startsWith("user."))
        || field.fields().stream().anyMatch(StorePlanner::isPersonal);
  }

  private static String name(DataCollection collection, DataField field) {
    return collection.name() + "." + field.name();
  }

  private record LinkPair(String from, String to) {}

  private record FieldPair(DataField from, DataField to, boolean said, Location at) {}
}
