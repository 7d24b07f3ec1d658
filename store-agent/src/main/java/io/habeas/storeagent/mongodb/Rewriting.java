package io.habeas.storeagent.mongodb;

import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.ErasureStrategy.Unit;
import io.habeas.storeagent.mask.Masking;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What a document, or an element of a list in it, becomes where it is anonymised or pseudonymised.
 * Worked out here and not by the store: the key of the hash stays with the agent. What is not there
 * is not brought into being.
 */
final class Rewriting {
  private final Masking masking;

  Rewriting(KeyedHash hash) {
    this.masking = new Masking(hash::of, new SecureRandom());
  }

  /**
   * One change of a document.
   *
   * @param path what changes: a field, or the outermost list that it is in
   * @param from what is there
   * @param to what will be
   */
  record Change(String path, BsonValue from, BsonValue to) {}

  /**
   * What {@link #changes} looks at in a document, none of which contains another: whole fields of
   * the document, since a projection of a path leaves out what is no document where the path goes
   * on, text say, and it would be left as it is.
   */
  static List<String> paths(Documents documents, Map<String, ErasureStrategy> strategies) {
    return strategies.entrySet().stream()
        .filter(entry -> !(entry.getValue() instanceof ErasureStrategy.Kept))
        .map(entry -> Paths.outermost(root(documents.field(entry.getKey()))))
        .distinct()
        .toList();
  }

  /** What becomes of {@code document}; what stays as it is is left out. */
  List<Change> changes(
      Documents documents, BsonDocument document, Map<String, ErasureStrategy> strategies) {
    Map<String, BsonValue> changed = new LinkedHashMap<>();
    strategies.forEach(
        (path, strategy) -> {
          if (strategy instanceof ErasureStrategy.Kept) {
            return;
          }
          Field field = documents.field(path);
          String root = root(field);
          BsonValue value = Optional.ofNullable(changed.get(root)).orElse(Paths.at(document, root));
          if (value != null) {
            changed.put(
                root, Paths.changedAt(value, root, field, inner -> apply(strategy, field, inner)));
          }
        });
    List<Change> changes = new ArrayList<>();
    changed.forEach(
        (path, to) -> {
          BsonValue from = Paths.at(document, path);
          if (from != null && !from.equals(to)) {
            changes.add(new Change(path, from, to));
          }
        });
    return changes;
  }

  /**
   * What the person's {@code document} becomes where it is anonymised.
   *
   * @throws ShapeMismatch if it would still be the person's: it would be found, and changed, again
   */
  List<Change> severing(
      Documents documents,
      BsonDocument document,
      Map<String, ErasureStrategy> strategies,
      Belonging belonging) {
    List<Change> changes = changes(documents, document, strategies);
    BsonDocument changed = document.clone();
    changes.forEach(change -> Paths.put(changed, change.path(), change.to()));
    if (belonging.stillOwns(documents, changed)) {
      throw new ShapeMismatch(documents.name(), "severed from the person by its erasure");
    }
    return changes;
  }

  /** The same of the person's {@code element} of the part's list. */
  BsonValue severing(
      Documents documents,
      Part part,
      BsonValue element,
      Map<String, ErasureStrategy> strategies,
      Belonging belonging) {
    String list = part.list().orElseThrow();
    BsonValue changed = element;
    for (Map.Entry<String, ErasureStrategy> entry : strategies.entrySet()) {
      Field field = documents.field(entry.getKey());
      changed =
          Paths.changedIn(changed, list, field, inner -> apply(entry.getValue(), field, inner));
    }
    if (belonging.owns(documents, part, changed)) {
      throw new ShapeMismatch(
          documents.name() + "." + list, "severed from the person by its erasure");
    }
    return changed;
  }

  private static String root(Field field) {
    return field.lists().stream().findFirst().orElse(field.path());
  }

  private BsonValue apply(ErasureStrategy strategy, Field field, BsonValue value) {
    return switch (strategy) {
      case ErasureStrategy.Nulled() -> BsonNull.VALUE;
      case ErasureStrategy.Constant(var constant) -> Scalars.constant(constant, field.type());
      case ErasureStrategy.KeyedHash(), ErasureStrategy.CountryOnly() ->
          text(strategy, field, value);
      case ErasureStrategy.Randomised() -> randomised(strategy, field, value);
      case ErasureStrategy.Generalised(var unit) -> generalised(field, value, unit);
      case ErasureStrategy.Kept() -> value;
    };
  }

  private BsonValue randomised(ErasureStrategy strategy, Field field, BsonValue value) {
    if (value.isInt32()) {
      return new BsonInt32((int) masking.number(value.asInt32().getValue()));
    }
    return value.isInt64()
        ? new BsonInt64(masking.number(value.asInt64().getValue()))
        : text(strategy, field, value);
  }

  private BsonValue text(ErasureStrategy strategy, Field field, BsonValue value) {
    if (value.isNull()) {
      return value;
    }
    if (!value.isString()) {
      throw new ShapeMismatch(field.name(), "text");
    }
    return masking
        .text(strategy, value.asString().getValue(), field.column().length())
        .<BsonValue>map(BsonString::new)
        .orElse(BsonNull.VALUE);
  }

  private static BsonValue generalised(Field field, BsonValue value, Unit unit) {
    if (value.isNull()) {
      return value;
    }
    if (!value.isDateTime()) {
      throw new ShapeMismatch(field.name(), "a date");
    }
    ZonedDateTime time = Instant.ofEpochMilli(value.asDateTime().getValue()).atZone(ZoneOffset.UTC);
    ZonedDateTime cut =
        switch (unit) {
          case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
          case DAY -> time.truncatedTo(ChronoUnit.DAYS);
          case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
          case YEAR -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
        };
    return new BsonDateTime(cut.toInstant().toEpochMilli());
  }
}
