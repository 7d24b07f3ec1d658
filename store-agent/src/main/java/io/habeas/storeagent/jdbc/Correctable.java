package io.habeas.storeagent.jdbc;

import static java.util.Objects.requireNonNull;

import io.habeas.participant.Corrections;
import io.habeas.storeagent.document.JsonMasking;
import io.habeas.storeagent.jdbc.Catalogue.Kind;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Which columns of a table, and fields of documents in them, corrections can overwrite: those of a
 * corrected category that neither name a row nor refer to another, and whose type takes the value.
 *
 * @param values what each of these columns becomes
 * @param inDocuments what each of these fields becomes
 * @param someCannot whether another column has a corrected category and is not, or cannot be,
 *     overwritten
 * @param identity whether an identity by which rows are found changes
 */
record Correctable(
    Map<LiveColumn, String> values,
    Map<Field, JsonNode> inDocuments,
    boolean someCannot,
    boolean identity) {
  private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)");

  static Correctable of(StorePlan plan, Catalogue catalogue, Table table, Corrections corrections) {
    Map<LiveColumn, String> values = new LinkedHashMap<>();
    boolean someCannot = false;
    boolean identity = false;
    for (String name : table.columns().keySet()) {
      Column mapped = requireNonNull(table.columns().get(name));
      someCannot |= mapped.supplemented(corrections);
      Optional<String> wanted = mapped.corrected(corrections);
      if (wanted.isEmpty()) {
        continue;
      }
      LiveColumn column = catalogue.column(table.name(), name);
      if (column.generated()) {
        // It follows from others, which are corrected.
        continue;
      }
      if (names(plan, catalogue, table, name) || !takes(column, wanted.get())) {
        someCannot = true;
      } else {
        values.put(column, wanted.get());
        identity |= mapped.ownIdentifier().isPresent();
      }
    }
    Map<Field, JsonNode> inDocuments = new LinkedHashMap<>();
    for (Field field : table.inDocuments()) {
      someCannot |= field.column().supplemented(corrections);
      Optional<String> wanted = field.column().corrected(corrections);
      if (wanted.isPresent()) {
        if (takes(catalogue.column(table.name(), InDocuments.column(field)), field, wanted.get())) {
          inDocuments.put(field, JsonMasking.constant(wanted.get(), field.type()));
        } else {
          someCannot = true;
        }
      }
    }
    identity |= !inDocuments.isEmpty() && isFoundByWhatIsWorkedOut(catalogue, table);
    return new Correctable(values, inDocuments, someCannot, identity);
  }

  /** Whether an identity can change with a document, from which the database works it out. */
  private static boolean isFoundByWhatIsWorkedOut(Catalogue catalogue, Table table) {
    return table.columns().values().stream()
        .filter(column -> column.ownIdentifier().isPresent())
        .anyMatch(column -> catalogue.column(table.name(), column.name()).generated());
  }

  /** Whether documents in {@code column} take the text in {@code field}. */
  private static boolean takes(LiveColumn column, Field field, String value) {
    return column.kind() == Kind.JSON
        && !column.generated()
        && value.indexOf('\0') < 0
        && field.type().filter(type -> !type.admits(value)).isEmpty();
  }

  /** Whether a correction can take from a row the identity by which it is found. */
  static boolean canTouchIdentity(StorePlan plan) {
    return plan.tables().stream()
        .anyMatch(
            table ->
                table.columns().values().stream()
                    .anyMatch(
                        column ->
                            column.ownIdentifier().isPresent()
                                && !table.primaryKey().contains(column.name())
                                && !(column.categories().isEmpty()
                                    && table.documents().isEmpty())));
  }

  /** Whether rows are told apart, or tied together, by the column. */
  private static boolean names(StorePlan plan, Catalogue catalogue, Table table, String column) {
    return table.primaryKey().contains(column)
        || table.links().stream().anyMatch(link -> link.toColumns().contains(column))
        || plan.tables().stream()
            .flatMap(other -> other.links().stream())
            .anyMatch(
                link -> link.from().equals(table.name()) && link.fromColumns().contains(column))
        || catalogue.foreignKeys().stream()
            .anyMatch(
                key ->
                    (key.child().equals(table.name()) && key.childColumns().contains(column))
                        || (key.parent().equals(table.name())
                            && key.parentColumns().contains(column)));
  }

  /** Whether the column's type takes the text. */
  static boolean takes(LiveColumn column, String value) {
    return switch (column.kind()) {
      case TEXT -> value.indexOf('\0') < 0 && fits(column, value);
      case INTEGER -> Values.integer(value, column).isPresent();
      case DECIMAL -> Values.decimal(value).isPresent();
      case UUID -> Values.uuid(value).isPresent();
      case BOOLEAN -> value.equals("true") || value.equals("false");
      case TIME -> isTime(value);
      case JSON, BINARY, OTHER -> false;
    };
  }

  private static boolean fits(LiveColumn column, String value) {
    Matcher length = LENGTH.matcher(column.type());
    return !column.base().equals("enum")
        && !column.base().equals("set")
        && (!length.find()
            || value.codePointCount(0, value.length()) <= Integer.parseInt(length.group(1)));
  }

  private static boolean isTime(String value) {
    return Stream.<Function<String, Object>>of(
            LocalDate::parse, LocalDateTime::parse, OffsetDateTime::parse)
        .anyMatch(reader -> read(value, reader).isPresent());
  }

  private static Optional<Object> read(String value, Function<String, Object> reader) {
    try {
      return Optional.of(reader.apply(value));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
