package io.habeas.storeagent.mongodb;

import io.habeas.participant.Deferred;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Withheld;
import io.habeas.storeagent.mongodb.SubjectDocuments.Found;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Reads a person's records out, every mapped field of each; of a document that is several people's,
 * its key and the person's elements only, and how many others are withheld (Art. 15(4); legal rule
 * L16). Dates and keys are plain text in JSON, whatever else JSON has no type for is relaxed
 * Extended JSON.
 */
final class ReadingOut {
  private static final JsonWriterSettings JSON =
      JsonWriterSettings.builder()
          .outputMode(JsonMode.RELAXED)
          .dateTimeConverter(
              (millis, writer) -> writer.writeString(Instant.ofEpochMilli(millis).toString()))
          .objectIdConverter((id, writer) -> writer.writeString(id.toHexString()))
          .build();

  private final DocumentPlan plan;
  private final FullDocuments full;
  private final Statements statements;

  ReadingOut(DocumentPlan plan, FullDocuments full, Statements statements) {
    this.plan = plan;
    this.full = full;
    this.statements = statements;
  }

  void readOut(SubjectDocuments subject, RecordSink records) throws Deferred {
    for (Documents documents : plan.collections()) {
      subject.each(documents, some -> readOut(documents, some, records));
    }
  }

  private void readOut(Documents documents, List<Found> some, RecordSink records) throws Deferred {
    List<Belonging> belongings = some.stream().map(Found::belonging).toList();
    Map<Object, BsonArray> beside =
        statements.beside(documents.name(), belongings.stream().map(Belonging::key).toList());
    full.read(
        documents,
        belongings,
        List.copyOf(documents.fields().keySet()),
        (document, belonging) ->
            ofPerson(documents, document, belonging)
                .ifPresent(
                    record -> {
                      BsonArray said = beside.get(Scalars.canonical(belonging.key()));
                      if (said != null && belonging.isWhole(documents)) {
                        record.put(Statements.IN_COPY, said);
                      }
                      records.add(documents.name(), record.toJson(JSON));
                    }));
  }

  /** What of {@code document} is the person's; empty if nothing is any more. */
  private static Optional<BsonDocument> ofPerson(
      Documents documents, BsonDocument document, Belonging belonging) {
    boolean whole = belonging.isWhole(documents) && belonging.stillOwns(documents, document);
    BsonDocument record = new BsonDocument();
    record.put(DocumentPlan.KEY, Paths.required(document, DocumentPlan.KEY));
    boolean any = whole;
    if (whole) {
      for (Field field : documents.fields().values()) {
        if (documents.elements().stream().noneMatch(part -> isIn(field, part))) {
          copy(document, record, field.path());
        }
      }
    }
    for (Part part : documents.elements()) {
      List<BsonValue> own = belonging.ownElements(documents, part, document);
      any |= !own.isEmpty();
      int others = Paths.elements(document, part.list().orElseThrow()).size() - own.size();
      if (!own.isEmpty() || whole && others > 0) {
        List<BsonValue> shown = new ArrayList<>(own);
        if (others > 0) {
          shown.add(withheld(others));
        }
        put(record, names(part.list().orElseThrow()), new BsonArray(shown));
      }
    }
    return any ? Optional.of(withoutOthers(documents, record)) : Optional.empty();
  }

  /** What the map says is about other people is named, and left out (Art. 15(4)). */
  private static BsonDocument withoutOthers(Documents documents, BsonDocument record) {
    BsonValue shown = record;
    for (Field field : documents.fields().values()) {
      Optional<String> reason = field.column().disclosure().thirdParty();
      if (reason.isPresent()) {
        BsonDocument mark = mark().append(Withheld.REASON, new BsonString(reason.get()));
        shown = Paths.changed(shown, field, value -> value.isNull() ? value : mark);
      }
    }
    return shown.asDocument();
  }

  private static BsonDocument withheld(int items) {
    return mark().append(Withheld.ITEMS, new BsonInt32(items));
  }

  private static BsonDocument mark() {
    return new BsonDocument(Withheld.MARK, new BsonString(Withheld.OTHER_PEOPLE));
  }

  private static boolean isIn(Field field, Part part) {
    return field.lists().contains(part.list().orElseThrow());
  }

  /** What was read holds mapped fields only, so a list is taken as it is, also an unmapped one. */
  private static void copy(BsonDocument from, BsonDocument to, String path) {
    List<String> names = names(path);
    BsonValue value = from;
    for (int depth = 0; depth < names.size(); depth++) {
      if (!value.isDocument() || !value.asDocument().containsKey(names.get(depth))) {
        return;
      }
      value = Paths.required(value.asDocument(), names.get(depth));
      if (value.isArray() || depth == names.size() - 1) {
        put(to, names.subList(0, depth + 1), value);
        return;
      }
    }
  }

  private static void put(BsonDocument record, List<String> names, BsonValue value) {
    BsonDocument parent = record;
    for (String name : names.subList(0, names.size() - 1)) {
      if (!parent.isDocument(name)) {
        parent.put(name, new BsonDocument());
      }
      parent = parent.getDocument(name);
    }
    parent.put(names.getLast(), value);
  }

  private static List<String> names(String path) {
    return List.of(path.split("\\."));
  }
}
