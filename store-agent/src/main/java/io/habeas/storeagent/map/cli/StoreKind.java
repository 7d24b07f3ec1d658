package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.StoreConnection;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.plan.DocumentPlan;

/** What kind of store a dataset describes, which decides what its map may say. */
enum StoreKind {
  /** Tables of a relational database. */
  TABLES,
  /** Documents, with fields in fields and lists. */
  DOCUMENTS,
  /** Objects in a bucket. */
  OBJECTS;

  /**
   * The kind that {@code dataset} is written for, since fideslang does not say it: one with objects
   * is a bucket, one whose collections have {@code _id}, or lists, is of documents.
   */
  static StoreKind of(Dataset dataset) {
    if (dataset.collections().stream().anyMatch(found -> found.objects().isPresent())) {
      return OBJECTS;
    }
    return dataset.collections().stream().anyMatch(StoreKind::isOfDocuments) ? DOCUMENTS : TABLES;
  }

  /** The kind that {@code connection} leads to. */
  static StoreKind of(StoreConnection connection) {
    if (connection.s3() != null) {
      return OBJECTS;
    }
    return connection.mongodb() != null ? DOCUMENTS : TABLES;
  }

  private static boolean isOfDocuments(DataCollection collection) {
    return collection.field(DocumentPlan.KEY).isPresent()
        || collection.fields().stream().anyMatch(StoreKind::isList);
  }

  private static boolean isList(DataField field) {
    return field.dataType().filter(type -> type.equals("object[]")).isPresent()
        || field.fields().stream().anyMatch(StoreKind::isList);
  }
}
