package io.habeas.standalone.sample;

import com.mongodb.client.MongoDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bson.Document;

/** Looks at the document store. */
final class DocumentsWatch implements StoreWatch {
  private static final String ID = "_id";

  private final MongoDatabase database;

  DocumentsWatch(MongoDatabase database) {
    this.database = database;
  }

  @Override
  public List<TableContent> everything() {
    return List.of(documents("conversations"), contributions(), documents("model_feedback"));
  }

  private TableContent documents(String collection) {
    TreeMap<String, Map<String, String>> rows = new TreeMap<>();
    for (Document document : database.getCollection(collection).find()) {
      rows.put(id(document), row(document));
    }
    return new TableContent(collection, rows);
  }

  /** One row for each contribution, and one for what they are to. */
  private TableContent contributions() {
    TreeMap<String, Map<String, String>> rows = new TreeMap<>();
    for (Document shared : database.getCollection("shared_prompts").find()) {
      String id = id(shared);
      List<Document> contributions = shared.getList("contributions", Document.class, List.of());
      for (Document contribution : contributions) {
        Map<String, String> row = row(contribution);
        row.put("record", id);
        rows.put(id + " " + row.get("account_id") + " " + row.get("at"), row);
      }
      Document frame = new Document(shared);
      frame.remove("contributions");
      rows.put(id, row(frame));
    }
    return new TableContent("shared_prompts", rows);
  }

  private static Map<String, String> row(Document document) {
    Map<String, String> row = new HashMap<>();
    document.forEach(
        (name, value) -> {
          if (value != null) {
            row.put(name, text(value));
          }
        });
    return row;
  }

  private static String id(Document document) {
    return text(Objects.requireNonNull(document.get(ID)));
  }

  private static String text(Object value) {
    return value instanceof Document document ? document.toJson() : String.valueOf(value);
  }
}
