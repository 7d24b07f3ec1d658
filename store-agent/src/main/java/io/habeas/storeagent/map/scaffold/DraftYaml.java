package io.habeas.storeagent.map.scaffold;

import io.habeas.storeagent.map.scaffold.Draft.DraftCollection;
import io.habeas.storeagent.map.scaffold.Draft.DraftField;
import io.habeas.storeagent.map.scaffold.Draft.DraftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes a draft as a fideslang file, every guess marked as one. */
final class DraftYaml {
  private static final String GUESS = "  # guess, from the name";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  /** What YAML 1.1 takes for something else than text. */
  private static final Set<String> WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private final Draft draft;
  private final List<String> lines = new ArrayList<>();

  private DraftYaml(Draft draft) {
    this.draft = draft;
  }

  static List<String> of(Draft draft) {
    var yaml = new DraftYaml(draft);
    yaml.write();
    return List.copyOf(yaml.lines);
  }

  private void write() {
    lines.add(
        "# A draft: names, types and keys are the store's; what is marked as a guess is one.");
    lines.add(
        "# Look at every field before anything is erased by this map. Nothing is said yet of");
    lines.add(
        "# what must be kept (retention), what is hidden meanwhile (restriction), and what is");
    lines.add("# about other people too (third-party). A record that a person is found by goes.");
    lines.add("dataset:");
    lines.add("  - fides_key: " + scalar(draft.key()));
    draft
        .schema()
        .ifPresent(
            schema -> {
              lines.add("    fides_meta:");
              lines.add("      namespace:");
              lines.add("        schema: " + scalar(schema));
            });
    lines.add("    collections:" + (draft.collections().isEmpty() ? " []" : ""));
    draft.collections().forEach(this::collection);
  }

  private void collection(DraftCollection collection) {
    collection.remarks().forEach(remark -> lines.add("      # " + comment(remark) + "."));
    collection
        .skipped()
        .ifPresent(
            reason -> lines.add("      # Not looked at, since " + comment(reason) + ": mend it."));
    lines.add("      - name: " + scalar(collection.name()));
    if (collection.skipped().isPresent()) {
      lines.add("        fides_meta:");
      lines.add("          skip_processing: true");
    }
    fields(collection.fields(), "        ");
  }

  private void fields(List<DraftField> fields, String indent) {
    lines.add(indent + "fields:" + (fields.isEmpty() ? " []" : ""));
    fields.forEach(field -> field(field, indent + "  "));
  }

  private void field(DraftField field, String indent) {
    lines.add(indent + "- name: " + scalar(field.name()));
    String inner = indent + "  ";
    field
        .category()
        .ifPresent(category -> lines.add(inner + "data_categories: [" + category + "]" + GUESS));
    List<String> meta = meta(field);
    if (!meta.isEmpty()) {
      lines.add(inner + "fides_meta:");
      meta.forEach(line -> lines.add(inner + "  " + line));
    }
    if (!field.fields().isEmpty()) {
      fields(field.fields(), inner);
    }
  }

  private List<String> meta(DraftField field) {
    List<String> meta = new ArrayList<>();
    if (field.primaryKey()) {
      meta.add("primary_key: true");
    }
    field.dataType().ifPresent(type -> meta.add("data_type: " + type));
    field.length().ifPresent(length -> meta.add("length: " + length));
    field.identity().ifPresent(type -> meta.add("identity: " + type + GUESS));
    if (!field.references().isEmpty()) {
      meta.add("references:");
      for (DraftReference reference : field.references()) {
        meta.add("  - dataset: " + scalar(draft.key()));
        meta.add("    field: " + scalar(reference.collection() + "." + reference.field()));
        meta.add("    direction: from");
      }
    }
    return meta;
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : "\"" + escaped(text) + "\"";
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                escaped.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                escaped.append("\\u%04x".formatted(c));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static String comment(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\x{85}\\x{2028}\\x{2029}]", " ");
  }
}
