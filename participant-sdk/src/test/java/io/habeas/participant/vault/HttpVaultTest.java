package io.habeas.participant.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.habeas.participant.Identifiers;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.vault.Vault.Claim;
import io.habeas.participant.vault.Vault.Deposit;
import io.habeas.participant.vault.Vault.VaultUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

class HttpVaultTest {
  private static final UUID R1 = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID R2 = UUID.fromString("00000000-0000-0000-0000-000000000002");
  private static final TaskId FIRST = new TaskId(R1, 3);
  private static final TaskId SECOND = new TaskId(R2, 1);

  private record Response(int status, String body) {}

  private final Queue<Response> responses = new ArrayDeque<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Duration> waited = new ArrayList<>();
  private HttpServer server;
  private HttpVault vault;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          requests.add(exchange.getRequestURI() + " " + body);
          Response response = responses.remove();
          byte[] bytes = response.body().getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(response.status(), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    RestClient client = RestClient.create("http://localhost:" + server.getAddress().getPort());
    vault = new HttpVault(client, 3, Duration.ofMillis(200), waited::add);
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void shouldClaimInOneCallAndTellWhatWasGrantedAndWhatNot() throws Exception {
    // given
    respond(
        200,
        """
        {"items": [
          {"requestId": "%s", "step": 3, "result": "GRANTED", "identifiers": [
            {"type": "email", "value": "ada@mail.example"},
            {"type": "email", "value": "ada@work.example"}]},
          {"requestId": "%s", "step": 1, "result": "REFUSED", "reason": "CLOSED"}]}
        """
            .formatted(R1, R2));

    // when
    Map<TaskId, Claim> claims = vault.claim(List.of(FIRST, SECOND));

    // then
    assertThat(claims)
        .containsOnly(
            Map.entry(
                FIRST,
                new Claim.Granted(
                    new Identifiers(
                        Map.of("email", List.of("ada@mail.example", "ada@work.example"))))),
            Map.entry(SECOND, new Claim.Refused("CLOSED")));
    assertThat(requests)
        .containsExactly(
            "/v1/vault/claims {\"items\":[{\"requestId\":\"%s\",\"step\":3},{\"requestId\":\"%s\",\"step\":1}]}"
                .formatted(R1, R2));
  }

  @Test
  void shouldNotTakeTheIdentifiersOfAnotherTask() {
    // given
    respond(
        200,
        """
        {"items": [
          {"requestId": "%s", "step": 1, "result": "NOT_YET"},
          {"requestId": "%s", "step": 3, "result": "GRANTED", "identifiers": [
            {"type": "email", "value": "ada@mail.example"}]}]}
        """
            .formatted(R2, R1));

    // when / then
    assertThatThrownBy(() -> vault.claim(List.of(FIRST, SECOND)))
        .isInstanceOf(VaultUnavailable.class)
        .hasMessageContaining("another task")
        .hasMessageNotContaining("ada@");
  }

  @Test
  void shouldTryAgainWithGrowingPausesWhereAnotherAttemptMayHelp() throws Exception {
    // given
    respond(503, "{}");
    respond(429, "{}");
    respond(
        200,
        """
        {"items": [{"requestId": "%s", "step": 3, "result": "NOT_YET"}]}
        """
            .formatted(R1));

    // when
    Map<TaskId, Claim> claims = vault.claim(List.of(FIRST));

    // then
    assertThat(claims).containsOnly(Map.entry(FIRST, new Claim.NotYet()));
    assertThat(waited).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void shouldGiveUpAfterTheLastAttemptWithoutQuotingTheAnswer() {
    // given
    respond(500, "{\"detail\": \"ada@mail.example\"}");
    respond(500, "{\"detail\": \"ada@mail.example\"}");
    respond(500, "{\"detail\": \"ada@mail.example\"}");

    // when / then
    assertThatThrownBy(() -> vault.claim(List.of(FIRST)))
        .isInstanceOf(VaultUnavailable.class)
        .hasMessage("Expected an answer of the vault but got HTTP 500")
        .hasNoCause();
  }

  @Test
  void shouldTakeForbiddenForARefusalOfEachTask() throws Exception {
    // given
    respond(403, "{}");

    // when / then
    assertThat(vault.claim(List.of(FIRST)))
        .containsOnly(Map.entry(FIRST, new Claim.Refused("NOT_APPROVED")));
    assertThat(waited).isEmpty();
  }

  @Test
  void shouldTellADepositThatContradictsFromOneThatIsNotAllowedAndOneThatIsTooEarly()
      throws Exception {
    // given
    List<YieldedIdentifier> found = List.of(new YieldedIdentifier("account_id", "17", "a.id"));
    respond(200, "{}");
    respond(409, "{}");
    respond(422, "{}");
    respond(425, "{}");

    // when / then
    assertThat(vault.deposit(FIRST, found)).isEqualTo(new Deposit.Accepted());
    assertThat(vault.deposit(FIRST, found)).isEqualTo(new Deposit.Conflict());
    assertThat(vault.deposit(FIRST, found)).isEqualTo(new Deposit.Refused());
    assertThatThrownBy(() -> vault.deposit(FIRST, found)).isInstanceOf(VaultUnavailable.class);
  }

  private void respond(int status, String body) {
    responses.add(new Response(status, body));
  }
}
