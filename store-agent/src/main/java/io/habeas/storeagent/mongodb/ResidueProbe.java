package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.storeagent.connector.FreeText;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Looks for what should be gone, and shares no query with what erased: every field that can hold an
 * identifier is searched by every value that the vault still grants, in whatever type it could be
 * stored and without following links from documents that may be gone, text that people wrote for
 * values of any type, and below every retained record for documents that hang on it. What is found
 * is counted as the store finds it. Records with a running retention are lawful, but for fields
 * from which what they hold should be removed meanwhile.
 */
final class ResidueProbe {
  private static final int LONGEST_PATTERN = 4_000;

  private final MongoDatabase database;
  private final MongoCollection<BsonDocument> retentions;
  private final MongoCollection<BsonDocument> statements;
  private final DocumentPlan plan;
  private final UUID requestId;
  private final Identifiers identifiers;
  private final Instant now;
  private final int chunk;

  ResidueProbe(
      MongoStore store, DocumentPlan plan, UUID requestId, Identifiers identifiers, Instant now) {
    this.database = store.readingDatabase();
    this.retentions = store.readingRetentions();
    this.statements = store.readingStatements();
    this.plan = plan;
    this.requestId = requestId;
    this.identifiers = identifiers;
    this.now = now;
    this.chunk = store.chunk();
  }

  /** What is left, empty if nothing. */
  Counts residue() {
    Map<String, Long> residue = new TreeMap<>();
    for (Documents documents : plan.collections()) {
      List<Bson> suspicions = new ArrayList<>();
      List<Bson> severed = new ArrayList<>();
      for (Field field : documents.fields().values()) {
        List<Bson> ofField = suspicions(field);
        suspicions.addAll(ofField);
        if (documents.severs(field)) {
          severed.addAll(ofField);
        }
      }
      long found = suspicions.isEmpty() ? 0 : count(documents, Filters.or(suspicions), severed);
      for (Link link : documents.links()) {
        found = Math.max(found, belowRetained(documents, link));
      }
      found += mentionedInStatements(documents);
      residue.put(documents.name(), found);
    }
    return new Counts(residue);
  }

  private List<Bson> suspicions(Field field) {
    List<Bson> suspicions = new ArrayList<>();
    Set<BsonValue> values = values(field);
    if (!values.isEmpty()) {
      suspicions.add(Filters.in(field.path(), List.copyOf(values)));
    }
    if (field.column().freeText()) {
      suspicions.addAll(mentions(field.path()));
    }
    return suspicions;
  }

  /** Where people write, an identifier can stand anywhere. */
  private List<Bson> mentions(String path) {
    return FreeText.sought(identifiers).stream()
        .map(value -> Filters.regex(path, FreeText.pattern(value).pattern(), "i"))
        .toList();
  }

  private long mentionedInStatements(Documents documents) {
    List<Bson> mentions = mentions(Statements.TEXT);
    return mentions.isEmpty()
        ? 0
        : statements.countDocuments(
            Filters.and(Filters.eq("collection", documents.name()), Filters.or(mentions)));
  }

  private Set<BsonValue> values(Field field) {
    Set<BsonValue> values = new LinkedHashSet<>();
    for (String text : field.column().identifier().map(identifiers::of).orElseGet(List::of)) {
      for (ValueType type : ValueType.values()) {
        if (type != ValueType.BOOLEAN && type != ValueType.FLOAT) {
          Scalars.of(text, type).ifPresent(values::add);
        }
      }
      // What differs in case or surrounding space only is the person's all the same where the map
      // says that case does not matter.
      String bare = text.strip();
      if (field.column().match() == Match.IGNORE_CASE
          && bare.indexOf('\0') < 0
          && bare.length() <= LONGEST_PATTERN) {
        values.add(new BsonRegularExpression("^\\s*" + Pattern.quote(bare) + "\\s*$", "i"));
      }
    }
    return values;
  }

  private long belowRetained(Documents documents, Link link) {
    long[] found = {0};
    Documents parents = plan.collection(link.from());
    Field origin = parents.field(link.fromColumns().getFirst());
    Bson kept =
        Filters.and(
            Filters.eq("request", requestId.toString()), Filters.eq("collection", parents.name()));
    keys(
        retentions.find(kept).projection(Projections.include("key")).batchSize(chunk).cursor(),
        "key",
        keys -> {
          Set<BsonValue> values = new LinkedHashSet<>();
          collection(parents)
              .find(Filters.in(DocumentPlan.KEY, keys))
              .projection(Projections.include(origin.path()))
              .forEach(
                  parent ->
                      Paths.values(parent, origin).stream()
                          .filter(Scalars::isName)
                          .forEach(values::add));
          if (!values.isEmpty()) {
            found[0] +=
                count(
                    documents,
                    Filters.in(link.toColumns().getFirst(), List.copyOf(values)),
                    List.of());
          }
        });
    return found[0];
  }

  /**
   * @param severed what must not even be in a record that is kept
   */
  private long count(Documents documents, Bson suspicion, List<Bson> severed) {
    long[] found = {0};
    keys(
        collection(documents)
            .find(suspicion)
            .projection(Projections.include(DocumentPlan.KEY))
            .batchSize(chunk)
            .cursor(),
        DocumentPlan.KEY,
        keys -> found[0] += keys.size() - lawful(documents, keys, severed));
    return found[0];
  }

  /** How many of the documents must be kept still, as they are. */
  private long lawful(Documents documents, List<BsonValue> keys, List<Bson> severed) {
    Set<Object> lawful = new HashSet<>();
    retentions
        .find(
            Filters.and(
                Retaining.ofRecord(documents.name(), keys),
                Filters.gt(Retaining.EXPIRY, new BsonDateTime(now.toEpochMilli()))))
        .projection(Projections.include("key"))
        .forEach(entry -> lawful.add(Scalars.canonical(Paths.required(entry, "key"))));
    List<BsonValue> kept =
        keys.stream().filter(key -> lawful.contains(Scalars.canonical(key))).toList();
    return kept.isEmpty() || severed.isEmpty()
        ? kept.size()
        : kept.size()
            - collection(documents)
                .countDocuments(
                    Filters.and(Filters.in(DocumentPlan.KEY, kept), Filters.or(severed)));
  }

  /** Gives what the cursor finds to {@code some}, a bounded number at a time. */
  private void keys(MongoCursor<BsonDocument> found, String field, Consumer<List<BsonValue>> some) {
    try (found) {
      List<BsonValue> keys = new ArrayList<>();
      while (found.hasNext()) {
        keys.add(Paths.required(found.next(), field));
        if (keys.size() == chunk || !found.hasNext()) {
          some.accept(keys);
          keys = new ArrayList<>();
        }
      }
    }
  }

  private MongoCollection<BsonDocument> collection(Documents documents) {
    return database.getCollection(documents.name(), BsonDocument.class);
  }
}
