package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.Kind;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of MySQL's and MariaDB's types as texts, and back. */
final class MySqlTypes {
  private static final Pattern FIRST = Pattern.compile("(?:enum|set)\\('((?:[^']|'')*)'");

  private MySqlTypes() {}

  /** A text from which {@link #typed} makes the same value again. */
  static String text(String expression, LiveColumn column) {
    String text =
        column.kind() == Kind.BINARY
            ? "HEX(" + expression + ")"
            : column.base().equals("bit") ? expression + " + 0" : expression;
    return "CONVERT(" + text + " USING utf8mb4) COLLATE utf8mb4_bin";
  }

  /** The value of the column's type that a text writes. */
  static String typed(String expression, LiveColumn column) {
    return switch (column.kind()) {
      case BINARY -> "UNHEX(" + expression + ")";
      case TEXT, JSON ->
          "CONVERT(%s USING %s) COLLATE %s"
              .formatted(
                  expression,
                  column.charset().orElse("utf8mb4"),
                  column.collation().orElse("utf8mb4_bin"));
      case INTEGER ->
          "CAST(%s AS %s)"
              .formatted(expression, column.type().contains("unsigned") ? "UNSIGNED" : "SIGNED");
      case DECIMAL -> "CAST(%s AS %s)".formatted(expression, column.type().split(" ")[0]);
      case UUID -> "CAST(" + expression + " AS UUID)";
      case TIME ->
          "CAST(%s AS %s)"
              .formatted(expression, column.type().replaceFirst("(?i)^timestamp", "datetime"));
      case BOOLEAN, OTHER ->
          column.base().equals("bit") ? "CAST(" + expression + " AS UNSIGNED)" : expression;
    };
  }

  /** The first value of an enumeration, which its type names. */
  static Optional<String> sample(String type) {
    Matcher first = FIRST.matcher(type);
    return first.lookingAt() ? Optional.of(first.group(1).replace("''", "'")) : Optional.empty();
  }

  /** As a member of a JSON object. */
  static String member(String name, LiveColumn column) {
    if (column.base().equals("bit")) {
      return name + " + 0";
    }
    return switch (column.kind()) {
      case BINARY -> "HEX(" + name + ")";
      case JSON -> "JSON_EXTRACT(" + name + ", '$')";
      case UUID, TIME -> "CAST(" + name + " AS CHAR)";
      case TEXT, INTEGER, DECIMAL, BOOLEAN, OTHER -> name;
    };
  }
}
