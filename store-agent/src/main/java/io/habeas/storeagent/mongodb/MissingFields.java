package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Fields by which people are found and that no document has: an application that gave one another
 * name has everybody look unknown, and what is held of them look erased. One document that has it,
 * if only as null, is enough; so is an empty list where the field is in a list.
 */
final class MissingFields {
  private MissingFields() {}

  /** Names collections and fields, never contents. */
  static List<String> in(MongoDatabase database, DocumentPlan plan) {
    List<String> findings = new ArrayList<>();
    for (Documents documents : plan.collections()) {
      MongoCollection<BsonDocument> collection =
          database.getCollection(documents.name(), BsonDocument.class);
      if (!any(collection, Filters.empty())) {
        continue;
      }
      for (String path : leading(plan, documents)) {
        if (isMissing(collection, documents.field(path))) {
          findings.add(
              "Expected a document of %s with %s, by which people are found, but none has it"
                  .formatted(documents.name(), path));
        }
      }
    }
    return findings;
  }

  /** What leads to documents of the collection, and from there to others. */
  private static Set<String> leading(DocumentPlan plan, Documents documents) {
    Set<String> leading = new TreeSet<>();
    documents.whole().ifPresent(part -> leading.addAll(part.finders()));
    documents.elements().forEach(part -> leading.addAll(part.finders()));
    plan.collections().stream()
        .flatMap(other -> other.links().stream())
        .filter(link -> link.from().equals(documents.name()))
        .map(Link::fromColumns)
        .forEach(leading::addAll);
    leading.remove(DocumentPlan.KEY);
    return leading;
  }

  private static boolean isMissing(MongoCollection<BsonDocument> collection, Field field) {
    // The first is answered by an index at once, but an empty list is not null either.
    boolean anywhere =
        field.lists().isEmpty() && any(collection, Filters.ne(field.path(), null))
            || any(collection, Filters.exists(field.path()));
    if (anywhere) {
      return false;
    }
    for (String list : field.lists()) {
      if (!any(collection, Filters.exists(list))) {
        return true;
      }
      // Lists that are all empty have nobody in them.
      if (!any(collection, Filters.exists(list + ".0"))) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(MongoCollection<BsonDocument> collection, Bson filter) {
    return collection
            .find(filter)
            .projection(Projections.include(DocumentPlan.KEY))
            .limit(1)
            .first()
        != null;
  }
}
