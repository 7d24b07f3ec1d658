package io.habeas.intake.verifier;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.intake.Unavailable;
import io.habeas.intake.decisions.Reasons;
import io.habeas.intake.decisions.SubjectHolds;
import io.habeas.intake.frontdoor.Admission;
import io.habeas.intake.frontdoor.Admission.Correction;
import io.habeas.intake.frontdoor.Admission.Identifier;
import io.habeas.intake.frontdoor.Vault;
import io.habeas.intake.handover.Links;
import io.habeas.intake.proof.Challenges;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

/**
 * The identity verifier over HTTP. Whatever is no answer of its contract counts as no answer;
 * nothing is tried twice here, since whoever called is told to come again.
 */
public final class VerifierClient implements Vault, Challenges, Links, Reasons, SubjectHolds {
  private static final String ENTRY = "/v1/vault/requests/{requestId}";
  private static final String HOLDS = "/v1/vault/holds";
  private final WebClient client;

  /**
   * @param client with the verifier's address, this service's credentials and finite timeouts
   */
  public VerifierClient(WebClient client) {
    this.client = client;
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Entry(
      List<Identifier> identifiers,
      @Nullable List<Correction> corrections,
      @Nullable String statement,
      String locale,
      String source) {
    @Override
    public String toString() {
      return "Entry[***]";
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Statement(
      Reasons.Kind kind, String reasons, @Nullable String evidence, String content) {
    @Override
    public String toString() {
      return "Statement[***]";
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record HoldBody(
      List<Identifier> identifiers, @Nullable String authority, String content) {
    @Override
    public String toString() {
      return "HoldBody[***]";
    }
  }

  private record AllHolds(List<Hold> holds) {}

  private record Kept(Instant recordedAt) {}

  private record Attempt(String code) {
    @Override
    public String toString() {
      return "Attempt[***]";
    }
  }

  private record Issue(String source) {}

  private record Answer(Result result) {}

  private record Presented(String link) {
    @Override
    public String toString() {
      return "Presented[***]";
    }
  }

  private record Taken(Result result, @Nullable String redemption) {}

  private record Outcome(boolean complete) {}

  private enum Result {
    ACCEPTED,
    REFUSED
  }

  @Override
  public Mono<Void> put(
      UUID requestId,
      List<Identifier> identifiers,
      Admission.Statement statement,
      String locale,
      String source) {
    return client
        .put()
        .uri(ENTRY, requestId)
        .bodyValue(
            new Entry(
                identifiers,
                statement.corrections().isEmpty() ? null : statement.corrections(),
                statement.words(),
                locale,
                source))
        .retrieve()
        .toBodilessEntity()
        .onErrorMap(VerifierClient::unavailable)
        .then();
  }

  @Override
  public Mono<Shredding> shred(UUID requestId) {
    return client
        .delete()
        .uri(ENTRY, requestId)
        .retrieve()
        .toBodilessEntity()
        .thenReturn(Shredding.SHREDDED)
        .onErrorResume(
            WebClientResponseException.class,
            refused ->
                refused.getStatusCode().isSameCodeAs(HttpStatus.CONFLICT)
                    ? Mono.just(Shredding.REFUSED)
                    : Mono.error(refused))
        .onErrorMap(VerifierClient::unavailable);
  }

  @Override
  public Mono<Instant> keep(UUID requestId, UUID decisionId, Stated stated, String content) {
    return client
        .put()
        .uri(ENTRY + "/decisions/{decisionId}", requestId, decisionId)
        .bodyValue(new Statement(stated.kind(), stated.reasons(), stated.evidence(), content))
        .retrieve()
        .bodyToMono(Kept.class)
        .map(Kept::recordedAt)
        .onErrorResume(
            WebClientResponseException.class,
            refused ->
                refused.getStatusCode().isSameCodeAs(HttpStatus.CONFLICT)
                    ? Mono.empty()
                    : Mono.error(refused))
        .onErrorMap(VerifierClient::unavailable);
  }

  @Override
  public Mono<Boolean> keep(UUID holdId, Person person, String content) {
    return client
        .put()
        .uri(HOLDS + "/{holdId}", holdId)
        .bodyValue(new HoldBody(person.identifiers(), person.authority(), content))
        .retrieve()
        .toBodilessEntity()
        .thenReturn(true)
        .onErrorResume(
            WebClientResponseException.class,
            refused ->
                refused.getStatusCode().isSameCodeAs(HttpStatus.CONFLICT)
                    ? Mono.just(false)
                    : Mono.error(refused))
        .onErrorMap(VerifierClient::unavailable);
  }

  @Override
  public Mono<List<Hold>> all() {
    return client
        .get()
        .uri(HOLDS)
        .retrieve()
        .bodyToMono(AllHolds.class)
        .map(AllHolds::holds)
        .onErrorMap(VerifierClient::unavailable);
  }

  @Override
  public Mono<Boolean> attempt(UUID requestId, String code) {
    return client
        .post()
        .uri("/v1/challenges/{requestId}/attempts", requestId)
        .bodyValue(new Attempt(code))
        .retrieve()
        .bodyToMono(Answer.class)
        .map(answer -> answer.result() == Result.ACCEPTED)
        .onErrorMap(VerifierClient::unavailable);
  }

  @Override
  public Mono<Void> issueAnother(UUID requestId, String source) {
    return client
        .post()
        .uri("/v1/challenges/{requestId}/issues", requestId)
        .bodyValue(new Issue(source))
        .retrieve()
        .toBodilessEntity()
        .onErrorMap(VerifierClient::unavailable)
        .then();
  }

  @Override
  public Mono<String> take(UUID requestId, String link) {
    return client
        .post()
        .uri("/v1/links/{requestId}/redemptions", requestId)
        .bodyValue(new Presented(link))
        .retrieve()
        .bodyToMono(Taken.class)
        .flatMap(taken -> Mono.justOrEmpty(taken.redemption()))
        .onErrorMap(VerifierClient::unavailable);
  }

  @Override
  public Mono<Void> settle(UUID requestId, String redemption, boolean complete) {
    return client
        .post()
        .uri("/v1/links/{requestId}/redemptions/{redemption}/outcome", requestId, redemption)
        .bodyValue(new Outcome(complete))
        .retrieve()
        .toBodilessEntity()
        .onErrorMap(VerifierClient::unavailable)
        .then();
  }

  private static Unavailable unavailable(Throwable failure) {
    return new Unavailable("identity-verifier", failure);
  }
}
