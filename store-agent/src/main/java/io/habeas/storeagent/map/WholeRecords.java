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
