package io.habeas.intake.view;

import io.habeas.intake.view.RetentionDifference.Kept;
import io.habeas.intake.view.RetentionDifference.UnderRule;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.RetentionUnaccounted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;

/** How a difference lies in MongoDB. */
final class StoredDifference {
  static final String AS_OF = "asOf";
  static final String RULES = "rules";
  private static final String COLLECTION = "collection";
  private static final String RULE = "rule";
  private static final String SINCE = "since";
  private static final String EXPECTED = "expected";
  private static final String REPORTED = "reported";

  private StoredDifference() {}

  static List<Document> rules(RetentionDiffers differs) {
    return differs.getDifferences().stream()
        .map(
            each ->
                new Document(COLLECTION, each.getCollection())
                    .append(RULE, each.getRule())
                    .append(SINCE, Date.from(each.getSince()))
                    .append(EXPECTED, kept(each.getExpected()))
                    .append(REPORTED, kept(each.getReported())))
        .toList();
  }

  static List<Document> rules(RetentionUnaccounted unaccounted) {
    Map<List<String>, List<RetainedRecords>> byRule = new LinkedHashMap<>();
    for (RetainedRecords each : unaccounted.getReported()) {
      byRule
          .computeIfAbsent(List.of(each.getCollection(), each.getRule()), rule -> new ArrayList<>())
          .add(each);
    }
    return byRule.entrySet().stream()
        .map(
            each ->
                new Document(COLLECTION, each.getKey().getFirst())
                    .append(RULE, each.getKey().getLast())
                    .append(EXPECTED, List.of())
                    .append(REPORTED, kept(each.getValue())))
        .toList();
  }

  private static List<Document> kept(List<RetainedRecords> records) {
    return records.stream()
        .map(
            each ->
                new Document("ground", each.getGround().name())
                    .append("statute", each.getStatute())
                    .append("jurisdiction", each.getJurisdiction())
                    .append("records", each.getRecords())
                    .append("firstExpiry", each.getFirstExpiry().toString())
                    .append("lastExpiry", each.getLastExpiry().toString()))
        .toList();
  }

  /**
   * @param accounted whether an erasure is known for which the store may keep something
   */
  static RetentionDifference read(
      UUID requestId, String participant, boolean accounted, Document stored) {
    return new RetentionDifference(
        requestId,
        participant,
        accounted,
        stored.getDate(AS_OF).toInstant(),
        stored.getList(RULES, Document.class).stream()
            .map(
                each ->
                    new UnderRule(
                        each.getString(COLLECTION),
                        each.getString(RULE),
                        RequestViews.instantOrNull(each, SINCE),
                        kept(each, EXPECTED),
                        kept(each, REPORTED)))
            .toList());
  }

  private static List<Kept> kept(Document rule, String field) {
    return rule.getList(field, Document.class).stream()
        .map(
            each ->
                new Kept(
                    RetentionGround.valueOf(each.getString("ground")),
                    each.getString("statute"),
                    each.getString("jurisdiction"),
                    each.getLong("records"),
                    Instant.parse(each.getString("firstExpiry")),
                    Instant.parse(each.getString("lastExpiry"))))
        .toList();
  }
}
