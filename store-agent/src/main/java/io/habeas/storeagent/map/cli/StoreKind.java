package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.StoreConnection;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.KeysRule;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.Outline;
import io.habeas.storeagent.plan.Outlines;
import io.habeas.storeagent.plan.Sharing;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.redis.KeyPlanner;
import io.habeas.storeagent.s3.ObjectPlanner;

/** What kind of store a dataset describes, which decides what its map may say. */
enum StoreKind {
  /** Tables of a relational database. */
  TABLES,
  /** Documents, with fields in fields and lists. */
  DOCUMENTS,
  /** Objects in a bucket. */
  OBJECTS,
  /** Keys of a Redis database. */
  KEYS,
  /** What a processor holds, reached over HTTP. */
  PROCESSOR;

  /**
   * The kind that {@code dataset} is written for, since fideslang does not say it: one with objects
   * or keys is a bucket or a Redis database, one whose collections have {@code _id}, or lists, is
   * of documents.
   */
  static StoreKind of(Dataset dataset) {
    if (dataset.collections().stream().anyMatch(StoreKind::isOfKeys)) {
      return KEYS;
    }
    if (dataset.collections().stream().anyMatch(found -> found.objects().isPresent())) {
      return OBJECTS;
    }
    return dataset.collections().stream().anyMatch(StoreKind::isOfDocuments) ? DOCUMENTS : TABLES;
  }

  /** The kind that {@code connection} leads to. */
  static StoreKind of(StoreConnection connection) {
    if (connection.opendsr() != null || connection.rest() != null) {
      return PROCESSOR;
    }
    if (connection.redis() != null) {
      return KEYS;
    }
    if (connection.s3() != null) {
      return OBJECTS;
    }
    return connection.mongodb() != null ? DOCUMENTS : TABLES;
  }

  /**
   * What {@code dataset} comes to in a store of this kind.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  Outline outline(Dataset dataset) {
    return switch (this) {
      case TABLES -> Outlines.ofTables(dataset, Sharing.UNDERSTOOD);
      case DOCUMENTS -> Outlines.ofDocuments(dataset);
      case OBJECTS -> PlaceOutlines.of(ObjectPlanner.plan(dataset), dataset);
      case PROCESSOR -> PlaceOutlines.of(ProcessorMap.of(dataset));
      case KEYS -> PlaceOutlines.of(KeyPlanner.plan(dataset), dataset);
    };
  }

  private static boolean isOfKeys(DataCollection collection) {
    return collection.objects().filter(KeysRule.class::isInstance).isPresent();
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
