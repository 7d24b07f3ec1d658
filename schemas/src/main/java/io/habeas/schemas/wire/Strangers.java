package io.habeas.schemas.wire;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * The records that a writer's unions have and a reader's have not. Avro takes such a record for
 * another one of the reader's that looks like it (Avro 1.12, "Schema Resolution": the first schema
 * in the reader's union that matches); what has no fields looks like much. A stranger must be met
 * as one: it could be a withdrawal.
 */
final class Strangers {
  private final Set<String> names;

  private Strangers(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  static Strangers of(Schema writer, Schema reader) {
    Set<String> names = new HashSet<>();
    collect(writer, reader, names, new HashSet<>());
    return new Strangers(names);
  }

  /** Whether there can be none. */
  boolean isEmpty() {
    return names.isEmpty();
  }

  /** The full name of one that is in a value as its writer wrote it; empty if there is none. */
  Optional<String> in(Object value) {
    return switch (value) {
      case GenericRecord record when names.contains(record.getSchema().getFullName()) ->
          Optional.of(record.getSchema().getFullName());
      case GenericRecord record ->
          inAny(record.getSchema().getFields().stream().map(field -> record.get(field.pos())));
      case Collection<?> items -> inAny(items.stream());
      case null, default -> Optional.empty();
    };
  }

  private Optional<String> inAny(Stream<?> values) {
    return values.flatMap(value -> in(value).stream()).findFirst();
  }

  private static void collect(Schema writer, Schema reader, Set<String> names, Set<String> seen) {
    for (Schema branch : branches(writer)) {
      switch (branch.getType()) {
        case RECORD ->
            branches(reader).stream()
                .filter(known -> known.getType() == Schema.Type.RECORD)
                .filter(known -> known.getFullName().equals(branch.getFullName()))
                .findFirst()
                .ifPresentOrElse(
                    known -> collectFields(branch, known, names, seen),
                    () -> names.add(branch.getFullName()));
        case ARRAY ->
            branches(reader).stream()
                .filter(known -> known.getType() == Schema.Type.ARRAY)
                .forEach(
                    known -> collect(branch.getElementType(), known.getElementType(), names, seen));
        default -> {}
      }
    }
  }

  private static void collectFields(
      Schema writer, Schema reader, Set<String> names, Set<String> seen) {
    if (!seen.add(writer.getFullName())) {
      return;
    }
    for (Schema.Field field : writer.getFields()) {
      Schema.Field known = reader.getField(field.name());
      // A field that the reader does not have is passed over, whatever is in it.
      if (known != null) {
        collect(field.schema(), known.schema(), names, seen);
      }
    }
  }

  private static Collection<Schema> branches(Schema schema) {
    return schema.isUnion() ? schema.getTypes() : Set.of(schema);
  }
}
