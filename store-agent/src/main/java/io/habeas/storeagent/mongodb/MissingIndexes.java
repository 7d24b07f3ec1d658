package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoDatabase;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bson.BsonDocument;

/**
 * Fields by which people are found and that no index begins with: each search reads everything. One
 * that ignores case is a regular expression, for which no index has a beginning to go to.
 */
final class MissingIndexes {
  private MissingIndexes() {}

  static List<String> in(MongoDatabase database, DocumentPlan plan) {
    List<String> missing = new ArrayList<>();
    for (Documents documents : plan.collections()) {
      Set<String> indexed = new HashSet<>();
      indexed.add(DocumentPlan.KEY);
      database
          .getCollection(documents.name())
          .listIndexes(BsonDocument.class)
          .forEach(index -> indexed.add(index.getDocument("key").getFirstKey()));
      for (String field : finders(documents)) {
        if (!indexed.contains(field)) {
          missing.add(
              "Expected an index on %s.%s, by which people are found, but none begins with it"
                  .formatted(documents.name(), field));
        } else if (ignoresCase(documents.field(field))) {
          missing.add(
              ("Expected %s.%s to be searched as it is written but case is ignored, and for that"
                   + " the whole of its index is read. Keep it in lower case and say match: exact"
                   + " there")
                  .formatted(documents.name(), field));
        }
      }
    }
    return missing;
  }

  private static boolean ignoresCase(Field field) {
    return field.column().match() == Match.IGNORE_CASE
        && field.type().orElse(ValueType.STRING) == ValueType.STRING;
  }

  private static Set<String> finders(Documents documents) {
    Set<String> finders = new TreeSet<>();
    Stream.concat(documents.whole().stream(), documents.elements().stream())
        .map(Part::finders)
        .forEach(finders::addAll);
    return finders;
  }
}
