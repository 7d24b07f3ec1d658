package io.habeas.notifier.address;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.habeas.notifier.letter.Enclosed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

class HttpVaultTest {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final UUID NOTICE = UUID.fromString("00000000-0000-0000-0000-00000000000b");
  private static final UUID DECISION = UUID.fromString("00000000-0000-0000-0000-00000000000c");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer verifier;
  private final Vault vault;
  private String answer = "";

  HttpVaultTest() throws IOException {
    verifier = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vault = new HttpVault(RestClient.create("http://127.0.0.1:" + verifier.getAddress().getPort()));
  }

  @BeforeEach
  void start() {
    verifier.createContext(
        "/v1/vault/letters/claims",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          byte[] body = answer.getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    verifier.start();
  }

  @AfterEach
  void stop() {
    verifier.stop(0);
  }

  @Test
  void shouldClaimTheReasonsOfARefusalAtTheMomentOfSending_L12() {
    // given
    answer =
        """
        {"address": "ada@mail.example", "locale": "nl", "reasons": "Court case 4711"}\
        """;

    // when
    Addressee addressee = vault.claim(new LetterClaim.Decided(REQUEST, NOTICE, DECISION));

    // then
    assertThat(addressee)
        .isEqualTo(
            new Addressee.Known("ada@mail.example", "nl", new Enclosed.Reasons("Court case 4711")));
    assertThat(asked)
        .singleElement()
        .asString()
        .contains("\"scope\":\"LETTER\"", "\"decisionId\":\"" + DECISION + "\"");
  }

  @Test
  void shouldClaimNoReasonsForOtherLetters() {
    // given
    answer = "{\"address\": \"ada@mail.example\", \"locale\": \"nl\"}";

    // when
    Addressee addressee = vault.claim(new LetterClaim.ProvenContact(REQUEST, NOTICE));

    // then
    assertThat(addressee)
        .isEqualTo(new Addressee.Known("ada@mail.example", "nl", new Enclosed.Nothing()));
    assertThat(asked).singleElement().asString().doesNotContain(DECISION.toString());
  }
}
