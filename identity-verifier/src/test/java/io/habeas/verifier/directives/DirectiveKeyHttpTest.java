package io.habeas.verifier.directives;

import static io.habeas.verifier.StartedVerifier.OTHER_STORE;
import static io.habeas.verifier.StartedVerifier.PATIENCE;
import static io.habeas.verifier.StartedVerifier.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.verifier.StartedVerifier;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;

/** By which key a participant knows persons again, over HTTP. */
class DirectiveKeyHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  @Test
  void shouldHandEveryParticipantTheKeyOfItsOwnDirectives() {
    // when
    String first = directiveKey(STORE);
    String again = directiveKey(STORE);
    String other = directiveKey(OTHER_STORE);

    // then
    assertThat(first).isEqualTo(again).isNotEqualTo(other).hasSize(44);
    verifier
        .call(HttpMethod.GET, "/v1/vault/directive-key", "somebody/participant", "")
        .expectStatus()
        .isForbidden();
  }

  private String directiveKey(String token) {
    var answer =
        verifier
            .call(HttpMethod.GET, "/v1/vault/directive-key", token, "")
            .expectStatus()
            .isOk()
            .returnResult(new ParameterizedTypeReference<Map<String, String>>() {})
            .getResponseBody()
            .blockFirst(PATIENCE);
    return Objects.requireNonNull(Objects.requireNonNull(answer).get("key"));
  }
}
