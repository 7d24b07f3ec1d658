package io.habeas.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No direct identifier and no free text in any topic or changelog: only what is listed here may be
 * a field.
 */
class NoPersonalDataTest {
  /**
   * Strings that are codes from the controller's configuration or the data map, never from a
   * person.
   */
  private static final Set<String> CODES =
      Set.of(
          "participant",
          "participants",
          "author",
          "collection",
          "collections",
          "rule",
          "strategies",
          "statute",
          "jurisdiction",
          "locale",
          "identifierTypes",
          "provenIdentifierTypes",
          "knownIdentifierTypes",
          "needs",
          "yields",
          "yielded",
          "searchedBy",
          "topic",
          "sha256",
          "recipientKey",
          "purpose",
          "purposes",
          "resting",
          "erasing",
          "withdrawnConsents",
          "recipient",
          "recipients",
          "restrictionTold",
          "errorClass");

  /** Keyed hashes of an identifier, each under the key of one participant alone (decision 0021). */
  private static final Set<String> PSEUDONYMS = Set.of("subject", "subjects");

  private static final Set<String> UUIDS =
      Set.of(
          "requestId",
          "noticeId",
          "decisionId",
          "decidedBy",
          "canaryId",
          "holdId",
          "holds",
          "accesses",
          "pseudonym",
          "restorationId");

  /** Addresses that are made of the fields above and of signatures, and of nothing else. */
  private static final Set<String> URIS = Set.of("uploadUrl");

  static Stream<Schema> everySchema() {
    return Stream.concat(EveryRecord.ofTopics(), EveryRecord.ofStates());
  }

  @ParameterizedTest
  @MethodSource("everySchema")
  void shouldCarryIdsCountsCodesAndDatesOnly(Schema schema) {
    assertThat(complaintsAbout(schema)).isEmpty();
  }

  @Test
  void shouldComplainAboutAnIdentifierFreeTextBytesAndMaps() {
    // given
    Schema bad =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"Bad","fields":[
                  {"name":"email","type":{"type":"string","logicalType":"code"}},
                  {"name":"participant","type":"string"},
                  {"name":"requestId","type":{"type":"string","logicalType":"code"}},
                  {"name":"attachment","type":["null","bytes"]},
                  {"name":"labels","type":{"type":"map","values":"long"}},
                  {"name":"records","type":"long"}]}
                """);

    // then
    assertThat(complaintsAbout(bad))
        .containsExactly(
            "Bad.email: STRING (code)",
            "Bad.participant: STRING",
            "Bad.requestId: STRING (code)",
            "Bad.attachment: BYTES",
            "Bad.labels: MAP");
  }

  private static List<String> complaintsAbout(Schema schema) {
    List<String> complaints = new ArrayList<>();
    inspect(schema, complaints, new HashSet<>());
    return complaints;
  }

  private static void inspect(Schema schema, List<String> complaints, Set<String> seen) {
    if (seen.add(schema.getFullName())) {
      for (Schema.Field field : schema.getFields()) {
        inspect(schema.getName(), field.name(), field.schema(), complaints, seen);
      }
    }
  }

  private static void inspect(
      String record, String field, Schema type, List<String> complaints, Set<String> seen) {
    switch (type.getType()) {
      case RECORD -> inspect(type, complaints, seen);
      case ARRAY -> inspect(record, field, type.getElementType(), complaints, seen);
      case UNION ->
          type.getTypes().forEach(branch -> inspect(record, field, branch, complaints, seen));
      case INT, LONG, BOOLEAN, ENUM, NULL -> {}
      case STRING -> {
        if (!isAllowed(field, logicalTypeOf(type))) {
          complaints.add(complaint(record, field, type));
        }
      }
      case BYTES, FIXED, MAP, FLOAT, DOUBLE -> complaints.add(complaint(record, field, type));
    }
  }

  private static boolean isAllowed(String field, String logicalType) {
    return switch (logicalType) {
      case "uuid" -> UUIDS.contains(field);
      case "code" -> CODES.contains(field) || PSEUDONYMS.contains(field);
      case "uri" -> URIS.contains(field);
      default -> false;
    };
  }

  private static String complaint(String record, String field, Schema type) {
    String logicalType = logicalTypeOf(type);
    return "%s.%s: %s%s"
        .formatted(
            record, field, type.getType(), logicalType.isEmpty() ? "" : " (" + logicalType + ")");
  }

  private static String logicalTypeOf(Schema type) {
    LogicalType known = type.getLogicalType();
    String written = type.getProp("logicalType");
    return known != null ? known.getName() : written != null ? written : "";
  }
}
