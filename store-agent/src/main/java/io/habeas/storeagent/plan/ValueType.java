package io.habeas.storeagent.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a field's values are stored, in Fides' words ({@code fides_meta.data_type}). */
public enum ValueType {
  STRING(".*", true),
  INTEGER("[+-]?[0-9]{1,19}", true),
  LONG("[+-]?[0-9]{1,19}", true),
  OBJECT_ID("[0-9a-fA-F]{24}", true),
  UUID("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", true),
  FLOAT("[+-]?[0-9]{1,15}(\\.[0-9]{1,15})?", false),
  BOOLEAN("true|false", false);

  private final Pattern form;
  private final boolean searchable;

  ValueType(String form, boolean searchable) {
    this.form = Pattern.compile(form, Pattern.DOTALL);
    this.searchable = searchable;
  }

  /** The type {@code written} in a map, {@code []} after it ignored; empty for any other. */
  static Optional<ValueType> of(String written) {
    String name = written.endsWith("[]") ? written.substring(0, written.length() - 2) : written;
    return Arrays.stream(values())
        .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** Whether a value of this type can be written as {@code text}; if not, nothing has it. */
  public boolean admits(String text) {
    if (!form.matcher(text).matches()) {
      return false;
    }
    if (this != INTEGER && this != LONG) {
      return true;
    }
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether a person can be searched by values of this type. */
  boolean isSearchable() {
    return searchable;
  }
}
