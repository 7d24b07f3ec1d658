package io.habeas.storeagent.map;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What cannot be said of stores whose records come and go as a whole: in a bucket, at a processor,
 * with people. A rule that nobody carries out is refused, for whoever wrote it counts on it.
 */
public final class WholeRecords {
  private WholeRecords() {}

  /**
   * Every field of {@code collection}, also inside others, of which a copy would have to withhold
   * something (Art. 15(4) GDPR, legal rule L16).
   */
  public static List<MapError> withheldFields(DataCollection collection) {
    return fields("", collection.fields())
        .filter(named -> named.field().disclosure().thirdParty().isPresent())
        .map(
            named ->
                error(
                    named.field().at(),
                    "Expected no field of %s to be withheld from a copy, since only whole records"
                        + " are told apart there, but %s is third-party",
                    collection.name(),
                    named.path()))
        .toList();
  }

  /** The same, where not even the collection as a whole can be withheld. */
  public static List<MapError> withheld(DataCollection collection) {
    List<MapError> errors = new ArrayList<>(withheldFields(collection));
    if (collection.disclosure().thirdParty().isPresent()) {
      errors.add(
          error(
              collection.at(),
              "Expected %s not to be withheld from a copy, since what others hand over goes into"
                  + " it as it is, but it is third-party",
              collection.name()));
    }
    return errors;
  }

  /**
   * Every rule of a field, also inside others, that asks for something to become of that field
   * alone: a duty to keep it, say, though the record goes. Such a duty would be broken without a
   * word.
   */
  public static List<MapError> rulesOfFields(DataCollection collection) {
    List<MapError> errors = new ArrayList<>();
    fields("", collection.fields())
        .forEach(
            named ->
                rules(named.field(), collection.deletedWhole())
                    .forEach(
                        rule ->
                            errors.add(
                                error(
                                    named.field().at(),
                                    "Expected no %s of single fields of %s, since its records come"
                                        + " and go as a whole, but %s has it",
                                    rule,
                                    collection.name(),
                                    named.path()))));
    return errors;
  }

  private static List<String> rules(DataField field, boolean deletedWhole) {
    List<String> rules = new ArrayList<>();
    if (field.retention().isPresent()) {
      rules.add("retention");
    }
    if (field.erasure().isPresent()) {
      rules.add("erasure");
    }
    if (field.writing().masking().isPresent() && !deletedWhole) {
      rules.add("masking_strategy_override");
    }
    if (field.freeText()) {
      rules.add("free-text");
    }
    return rules;
  }

  private static MapError error(Location at, String message, Object... arguments) {
    return new MapError(at, message.formatted(arguments));
  }

  private static Stream<Named> fields(String before, List<DataField> fields) {
    return fields.stream()
        .flatMap(
            field ->
                Stream.concat(
                    Stream.of(new Named(before + field.name(), field)),
                    fields(before + field.name() + ".", field.fields())));
  }

  private record Named(String path, DataField field) {}
}
