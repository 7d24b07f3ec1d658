package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RecipientNotice;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.person.OfficersDesk;
import io.habeas.testkit.platform.TopicClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Art. 19, from the erasure to the mailbox of whom the data was disclosed to. */
@Tag("thorough")
class RecipientIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path data;
  @TempDir Path home;

  @Test
  void shouldTellRecipientsOfAnErasureAndShowWhoCannotBeTold_L22() throws Exception {
    // given a recipient whose mailbox takes letters, and one whose address no letter can have
    withRecipientThatCannotBeReached();
    try (HabeasProcess habeas = HabeasProcess.up(home, Map.of(), data)) {
      AskedRequest request = AskedRequest.ask(habeas, "ERASURE");

      // when
      request.prove(habeas);

      // then the recipient is told of whom, in its language, and the request waits for nobody
      Mailbox.Letter told = mailbox(habeas, "privacy@letterpost.example").await(1, LIMIT);
      assertThat(told.subject()).startsWith("ANYPROMT heeft gegevens gewist");
      assertThat(told.text())
          .contains("E-mailadres: " + request.subject().email(), request.id().toString());
      JsonNode status =
          request.awaitStatus(
              habeas,
              found ->
                  isInState(found, "FULFILLED")
                      && stateOf(found, "newsletter").equals("LETTER TOLD"));
      assertThat(stateOf(status, "ai-provider")).isEqualTo("TASK TOLD");
      assertThat(stateOf(status, "archive")).isEqualTo("LETTER BEING_TOLD");
      assertThat(request.mailbox(habeas).await(3, LIMIT).text())
          .contains("- Letterpost B.V.", "- ANYPROMT's AI provider", "- The archive");
      assertThat(mailbox(habeas, "privacy@anypromt.example").await(1, LIMIT).text())
          .contains("Recipient: The archive", "refuses the address", request.id().toString())
          .doesNotContain(request.subject().email());
      assertThat(noticesOf(habeas, request))
          .contains("archive")
          .doesNotContain(request.subject().email(), "letterpost");

      // when a person finds that nobody can tell it
      try (OfficersDesk desk = AskedRequest.officersDesk(habeas)) {
        desk.settleRecipient(
            request.id().toString(), "archive", "IMPOSSIBLE", "It was wound up in May.");
      }

      // then
      JsonNode settled =
          request.awaitStatus(
              habeas, found -> stateOf(found, "archive").equals("LETTER IMPOSSIBLE"));
      assertThat(settled.toString()).contains("IMPOSSIBLE").doesNotContain("wound up");
    }
  }

  private void withRecipientThatCannotBeReached() throws IOException {
    Path controller = HabeasProcess.copyOfSample(home).resolve("controller.yml");
    Files.writeString(
        controller,
        Files.readString(controller)
            .replace(
                "    recipients:\n      - name: newsletter\n",
                """
                    recipients:
                      - name: archive
                        email: b\u00fccher@archive.example
                        identifier-types: [email]
                        label: {en: The archive}
                      - name: newsletter
                """));
  }

  private static String stateOf(JsonNode status, String recipient) {
    return status
        .path("recipients")
        .valueStream()
        .filter(one -> one.path("recipient").asString().equals(recipient))
        .map(one -> one.path("how").asString() + " " + one.path("state").asString())
        .findFirst()
        .orElse("");
  }

  private static String noticesOf(HabeasProcess habeas, AskedRequest request) throws Exception {
    try (TopicClient topics = habeas.topics()) {
      return topics.read(Topics.notices(Topics.REQUEST_INTAKE), request.id()).stream()
          .map(NoticeRecord::getPayload)
          .filter(RecipientNotice.class::isInstance)
          .toList()
          .toString();
    }
  }

  private static Mailbox mailbox(HabeasProcess habeas, String address) {
    String port = habeas.awaitLine("imap://127\\.0\\.0\\.1:(\\d+)");
    return new Mailbox(Integer.parseInt(port), address);
  }
}
