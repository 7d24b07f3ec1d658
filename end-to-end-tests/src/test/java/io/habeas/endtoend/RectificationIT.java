package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.RectificationCompleted;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.sample.TableContent;
import io.habeas.testkit.platform.TopicClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Art. 16, from the front door to every store and the letter. */
@Tag("thorough")
class RectificationIT {
  private static final String NAME = "Wilhelmina Rectified-Byron";
  private static final String STATEMENT = "I never was a Byron, whatever the club says.";

  @TempDir Path data;

  @Test
  void shouldCorrectThePersonsRecordsAndNobodyElsesAndSayWhere_L18() throws Exception {
    // given
    try (HabeasProcess habeas = HabeasProcess.up(data)) {
      AskedRequest request =
          AskedRequest.ask(
              habeas,
              "RECTIFICATION",
              Map.of(
                  "corrections",
                  List.of(Map.of("category", "user.name", "value", NAME)),
                  "statement",
                  STATEMENT));

      // when
      request.prove(habeas);

      // then
      JsonNode status = request.awaitStatus(habeas, found -> isInState(found, "FULFILLED"));
      var after = AskedRequest.storesOf(habeas);
      assertThat(after.get("accounts")).isEqualTo(renamed(request, "accounts", "display_name"));
      assertThat(after.get("payments")).isEqualTo(renamed(request, "payments", "payer_name"));
      RectificationCompleted completed;
      try (TopicClient topics = habeas.topics()) {
        completed =
            topics.read(Topics.ERASURE_EVENTS, request.id()).stream()
                .map(ErasureEventRecord::getPayload)
                .filter(RectificationCompleted.class::isInstance)
                .map(RectificationCompleted.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(topics.read(Topics.ERASURE_EVENTS, request.id()).toString())
            .doesNotContain(NAME, STATEMENT);
      }
      assertThat(status.path("completion").asString()).isEqualTo(completed.getCompletion().name());
      assertThat(completed.getStores())
          .filteredOn(store -> store.getParticipant().equals("accounts-db"))
          .singleElement()
          .satisfies(
              store ->
                  assertThat(corrected(store))
                      .containsKeys("accounts")
                      .doesNotContainKey("consents"));

      // and the letter says the same, and quotes nothing
      Mailbox.Letter letter = request.mailbox(habeas).await(3, Duration.ofMinutes(1));
      assertThat(letter.subject()).startsWith("Your personal data has been corrected");
      assertThat(letter.text()).contains("have your values now").doesNotContain(NAME, STATEMENT);
    }
  }

  private static Map<String, Long> corrected(StoreRectification store) {
    Map<String, Long> corrected = new TreeMap<>();
    store
        .getCorrected()
        .forEach(
            count -> {
              if (count.getRecords() > 0) {
                corrected.put(count.getCollection(), count.getRecords());
              }
            });
    return corrected;
  }

  /** A table as it was before, but for the person's name. */
  private static TableContent renamed(AskedRequest request, String table, String column) {
    TreeMap<String, Map<String, String>> rows = new TreeMap<>();
    TableContent before = Objects.requireNonNull(request.before().get(table));
    before
        .rows()
        .forEach(
            (key, row) -> {
              Map<String, String> after = new TreeMap<>(row);
              if (request.subject().owns(table, row)) {
                after.put(column, NAME);
              }
              rows.put(key, after);
            });
    return new TableContent(before.table(), rows);
  }
}
