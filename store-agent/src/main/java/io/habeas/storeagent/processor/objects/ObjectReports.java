package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Deferred;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Kind;
import io.habeas.storeagent.processor.objects.Registering.Reported;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes reports of whose an object is. What is kept of a person is a keyed hash. */
final class ObjectReports {
  /** Nothing that could mean another place in a path. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}");

  private static final int LONGEST_IDENTIFIER = 1_000;

  private final ProviderDefinition definition;
  private final ObjectsPlan plan;
  private final Registering entries;
  private final KeyedHash hash;

  ObjectReports(
      ProviderDefinition definition, ObjectsPlan plan, Registering entries, KeyedHash hash) {
    this.definition = definition;
    this.plan = plan;
    this.entries = entries;
    this.hash = hash;
  }

  /**
   * Whose an object is.
   *
   * @param kind a collection of the map
   * @param object what names it to the processor: {@code file_id}, say
   * @param subject values by identifier type, one of a type
   */
  record Report(
      @Nullable String kind,
      @Nullable Map<String, @Nullable String> object,
      @Nullable Map<String, @Nullable String> subject) {

    /** Names the kind only. */
    @Override
    public String toString() {
      return "Report[" + kind + "]";
    }
  }

  /** What became of a report. */
  sealed interface Taken {
    record Kept() implements Taken {}

    /** It is reported as somebody else's. */
    record OfAnother() implements Taken {}

    /**
     * @param why for people; quotes nothing of the report
     */
    record Invalid(String why) implements Taken {}
  }

  /** Keeps a report; the same again changes nothing. */
  Taken take(Report report) throws Deferred {
    Kind kind =
        report.kind() != null && plan.kinds().contains(report.kind())
            ? definition.kinds().get(report.kind())
            : null;
    if (kind == null || report.kind() == null) {
      return new Taken.Invalid("expected kind to be one of %s".formatted(plan.kinds()));
    }
    Optional<Map<String, String>> object = object(kind, report.object());
    if (object.isEmpty()) {
      return new Taken.Invalid(
          "expected object to have the names %s and nothing else".formatted(kind.names()));
    }
    Set<String> subjects = subjects(report.subject());
    if (subjects.isEmpty()) {
      return new Taken.Invalid(
          "expected subject to have values of the types %s and no others"
              .formatted(new TreeSet<>(plan.identifiers().keySet())));
    }
    Reported reported = entries.report(report.kind(), object.get(), subjects);
    return switch (reported) {
      case KEPT -> new Taken.Kept();
      case OF_ANOTHER -> new Taken.OfAnother();
    };
  }

  /** In the order of the kind's names; empty if it is none. */
  private static Optional<Map<String, String>> object(
      Kind kind, @Nullable Map<String, @Nullable String> reported) {
    List<String> names = kind.names();
    if (reported == null || !reported.keySet().equals(Set.copyOf(names))) {
      return Optional.empty();
    }
    Map<String, String> object = new LinkedHashMap<>();
    for (String name : names) {
      String value = reported.get(name);
      if (value == null || !NAME.matcher(value).matches()) {
        return Optional.empty();
      }
      object.put(name, value);
    }
    return Optional.of(object);
  }

  /** Keys of the person; empty if a value is none. */
  private Set<String> subjects(@Nullable Map<String, @Nullable String> reported) {
    Set<String> subjects = new TreeSet<>();
    if (reported == null) {
      return subjects;
    }
    for (Map.Entry<String, @Nullable String> identifier : reported.entrySet()) {
      String value = identifier.getValue();
      Optional<String> key =
          value == null || value.isBlank() || value.length() > LONGEST_IDENTIFIER
              ? Optional.empty()
              : plan.subject(identifier.getKey(), value, hash);
      if (key.isEmpty()) {
        return Set.of();
      }
      subjects.add(key.get());
    }
    return subjects;
  }
}
