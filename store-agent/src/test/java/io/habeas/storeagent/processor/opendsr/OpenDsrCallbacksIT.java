package io.habeas.storeagent.processor.opendsr;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.task.Answer;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.opendsr.CallbackDesk.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a processor says of its own accord. */
class OpenDsrCallbacksIT extends ProcessorTasks {

  @Test
  void shouldTakeASignedCallbackForTheRequestThatItNamesAlone() {
    try (OpenDsrAgent agent = agent()) {
      // given
      vault.has("account_id");
      agent.erase(REQUEST, 1);
      String id = processor.onlyId();
      agent.erase(UUID.randomUUID(), 1);
      String other =
          processor.requests.keySet().stream().filter(each -> !each.equals(id)).findFirst().get();
      processor.states.put(id, "completed");
      String body = processor.status(id);

      // when
      Verdict forOther = agent.callback(other, body);
      Verdict taken = agent.callback(id, body);
      Verdict again = agent.callback(id, body);
      processor.states.remove(other);
      Answer erased = agent.erase(REQUEST, 1);

      // then
      assertThat(forOther).isEqualTo(Verdict.MALFORMED);
      assertThat(taken).isEqualTo(Verdict.TAKEN);
      assertThat(again).isEqualTo(Verdict.TAKEN);
      assertThat(erased).isEqualTo(ERASED);
      assertThat(Ledgers.contents(ledger))
          .filteredOn(entry -> entry.contains("SENT"))
          .anyMatch(entry -> entry.contains(other));
    }
  }

  @Test
  void shouldRefuseACallbackThatTheProcessorHasNotSigned() {
    try (OpenDsrAgent agent = agent()) {
      // given
      agent.erase(REQUEST, 1);
      String id = processor.onlyId();
      processor.states.put(id, "completed");
      byte[] body = processor.status(id).getBytes(StandardCharsets.UTF_8);
      CallbackDesk desk = agent.connector.callbacks();
      String good = processor.signsWith.sign(body);
      String forged = OpenDsrAgent.AUTHORITY.issue(Processor.DOMAIN).sign(body);
      processor.states.put(id, "pending");

      // then
      assertThat(desk.take(id, Processor.DOMAIN, "", body)).isEqualTo(Verdict.REFUSED);
      assertThat(desk.take(id, Processor.DOMAIN, forged, body)).isEqualTo(Verdict.REFUSED);
      assertThat(desk.take(id, "evil.example", good, body)).isEqualTo(Verdict.REFUSED);
      assertThat(desk.take(UUID.randomUUID().toString(), Processor.DOMAIN, forged, body))
          .isEqualTo(Verdict.REFUSED);
      assertThat(desk.take(UUID.randomUUID().toString(), Processor.DOMAIN, good, body))
          .isEqualTo(Verdict.UNKNOWN);
      assertThat(desk.take("../x", Processor.DOMAIN, good, body)).isEqualTo(Verdict.UNKNOWN);
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(WORKING);
    }
  }

  @Test
  void shouldRefuseACallbackForAnotherAddress() {
    try (OpenDsrAgent agent = agent()) {
      agent.erase(REQUEST, 1);
      String id = processor.onlyId();
      String body =
          "{\"subject_request_id\": \"%s\", \"request_status\": \"completed\", \"status_callback_url\": \"https://other.example/x\"}"
              .formatted(id);
      assertThat(agent.callback(id, body)).isEqualTo(Verdict.MALFORMED);
      assertThat(agent.callback(id, "{\"subject_request_id\": \"" + id + "\"}"))
          .isEqualTo(Verdict.MALFORMED);
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(WORKING);
    }
  }

  @Test
  void shouldTakeCallbacksOverHttpFromAnybodyWhoCanSign() {
    try (OpenDsrAgent agent = agent()) {
      // given
      WebTestClient web =
          WebTestClient.bindToController(new CallbackController(agent.connector)).build();
      agent.erase(REQUEST, 1);
      String id = processor.onlyId();
      processor.states.put(id, "completed");
      byte[] body = processor.status(id).getBytes(StandardCharsets.UTF_8);
      String signature = processor.signsWith.sign(body);

      // then
      call(web, id, body, "").expectStatus().isForbidden().expectBody().isEmpty();
      call(web, UUID.randomUUID().toString(), body, "").expectStatus().isForbidden();
      call(web, UUID.randomUUID().toString(), body, signature)
          .expectStatus()
          .isNotFound()
          .expectBody()
          .isEmpty();
      call(web, id, new byte[300 * 1024], signature)
          .expectStatus()
          .is4xxClientError()
          .expectBody()
          .consumeWith(answer -> assertThat(String.valueOf(answer)).doesNotContain("ada"));
      call(web, id, body, signature).expectStatus().isAccepted().expectBody().isEmpty();
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(ERASED);
    }
  }

  private static WebTestClient.ResponseSpec call(
      WebTestClient web, String id, byte[] body, String signature) {
    return web.post()
        .uri("/v1/callbacks/opendsr/" + id)
        .header(OpenDsrClient.DOMAIN, Processor.DOMAIN)
        .header(OpenDsrClient.SIGNATURE, signature)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange();
  }
}
