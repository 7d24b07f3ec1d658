package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a plan comes to, for whoever wants to see it: the same for every kind of store.
 *
 * @param dataset the dataset it follows from
 * @param pieces in the order in which they are looked at
 */
public record Outline(String dataset, List<Piece> pieces) {
  public Outline {
    pieces = List.copyOf(pieces);
  }

  /**
   * What of a collection is found and treated as one: its records, or elements of one list in them.
   *
   * @param list path of the list; empty for whole records
   * @param finders identifier types by the fields that hold them
   * @param links what leads to it within the dataset
   * @param hiding how it is restricted, before it is erased and while it is kept
   * @param yields identifier types by the fields that yield them to other stores
   * @param withheld why a field is not in a copy, by its name
   * @param probed whether VERIFY finds what is left there by itself, whatever became of the records
   *     that lead to it
   * @param turn the place of the collection in the order of erasure, from 1
   */
  public record Piece(
      String collection,
      Optional<String> list,
      Map<String, String> finders,
      List<Link> links,
      Treatment treatment,
      Hiding hiding,
      Map<String, String> yields,
      Map<String, String> withheld,
      boolean probed,
      int turn) {
    public Piece {
      finders = copy(finders);
      links = List.copyOf(links);
      yields = copy(yields);
      withheld = copy(withheld);
    }

    private static Map<String, String> copy(Map<String, String> map) {
      return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
  }

  /** How records are restricted (Art. 18). */
  public sealed interface Hiding {
    /** By the agent, as the map says. */
    record ByMap(Restriction restriction) implements Hiding {}

    /**
     * By whoever looks after them, if they are asked to: their connection says what they can do.
     */
    record ByPeople() implements Hiding {}

    /** At the processor, if its connector can; the map does not say. */
    record ByProcessor() implements Hiding {}

    /** Not at all. */
    static Hiding none() {
      return new ByMap(new Restriction.None(true));
    }
  }

  /** Identifier types by which anything is found. */
  public Set<String> needs() {
    Set<String> needs = new TreeSet<>();
    pieces.forEach(piece -> needs.addAll(piece.finders().values()));
    return needs;
  }

  /** Identifier types that are yielded. */
  public Set<String> yields() {
    Set<String> yields = new TreeSet<>();
    pieces.forEach(piece -> yields.addAll(piece.yields().values()));
    return yields;
  }

  static Outline of(StorePlan plan) {
    return new Outline(
        plan.dataset(),
        plan.tables().stream()
            .map(
                table ->
                    piece(
                        table.name(),
                        Optional.empty(),
                        Stream.concat(
                                table.columns().values().stream(),
                                table.inDocuments().stream().map(DocumentPlan.Field::column))
                            .toList(),
                        table.links(),
                        table.treatment(),
                        table.restriction(),
                        plan.erasing().indexOf(table)))
            .toList());
  }

  static Outline of(DocumentPlan plan) {
    List<Piece> pieces = new ArrayList<>();
    for (DocumentPlan.Documents documents : plan.collections()) {
      List<DocumentPlan.Part> parts = new ArrayList<>();
      documents.whole().ifPresent(parts::add);
      parts.addAll(documents.elements());
      for (DocumentPlan.Part part : parts) {
        List<Column> columns =
            documents.fields().values().stream()
                .filter(field -> documents.partOf(field).filter(part::equals).isPresent())
                .map(DocumentPlan.Field::column)
                .toList();
        Set<String> names = new TreeSet<>();
        columns.forEach(column -> names.add(column.name()));
        pieces.add(
            piece(
                documents.name(),
                part.list(),
                columns,
                documents.links().stream()
                    .filter(link -> names.containsAll(link.toColumns()))
                    .toList(),
                part.treatment(),
                documents.restriction(),
                plan.erasing().indexOf(documents)));
      }
    }
    return new Outline(plan.dataset(), pieces);
  }

  private static Piece piece(
      String collection,
      Optional<String> list,
      Collection<Column> columns,
      List<Link> links,
      Treatment treatment,
      Restriction restriction,
      int turn) {
    Map<String, String> finders = new LinkedHashMap<>();
    Map<String, String> yields = new LinkedHashMap<>();
    Map<String, String> withheld = new LinkedHashMap<>();
    for (Column column : columns) {
      column.ownIdentifier().ifPresent(type -> finders.put(column.name(), type));
      column
          .ownIdentifier()
          .filter(type -> column.yields())
          .ifPresent(type -> yields.put(column.name(), type));
      column.disclosure().thirdParty().ifPresent(reason -> withheld.put(column.name(), reason));
    }
    return new Piece(
        collection,
        list,
        finders,
        links,
        treatment,
        new Hiding.ByMap(restriction),
        yields,
        withheld,
        columns.stream().anyMatch(column -> column.identifier().isPresent()),
        turn + 1);
  }
}
