package io.habeas.notifier.address;

import io.habeas.notifier.letter.Enclosed;
import io.habeas.schemas.avro.NotSentReason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.RequestHeadersSpec.ConvertibleClientHttpResponse;
import org.springframework.web.client.RestClientException;

/** Asks the identity verifier over HTTP. */
public final class HttpVault implements Vault {
  private static final String CLAIMS = "/v1/vault/letters/claims";
  private static final String NOT_AVAILABLE = "/not-available";

  private final RestClient client;

  /**
   * @param client with the verifier's base URL, this service's credentials and finite timeouts
   */
  public HttpVault(RestClient client) {
    this.client = client;
  }

  @Override
  public Addressee claim(LetterClaim claim) {
    try {
      return client
          .post()
          .uri(CLAIMS)
          .contentType(MediaType.APPLICATION_JSON)
          .accept(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON)
          .body(body(claim))
          .exchangeForRequiredValue((request, response) -> read(response));
    } catch (RestClientException | OAuth2AuthorizationException e) {
      return new Addressee.Unavailable(e.getClass().getSimpleName());
    }
  }

  private static Body body(LetterClaim claim) {
    return switch (claim) {
      case LetterClaim.Challenge(UUID requestId, UUID noticeId, int issue) ->
          new Body(requestId, noticeId, "CHALLENGE", issue, null, null);
      case LetterClaim.ProvenContact(UUID requestId, UUID noticeId) ->
          new Body(requestId, noticeId, "LETTER", null, null, null);
      case LetterClaim.Decided(UUID requestId, UUID noticeId, UUID decisionId) ->
          new Body(requestId, noticeId, "LETTER", null, decisionId, null);
      case LetterClaim.PackageReady(UUID requestId, UUID noticeId) ->
          new Body(requestId, noticeId, "PACKAGE", null, null, null);
      case LetterClaim.AboutPerson(UUID requestId, UUID noticeId, String recipient) ->
          new Body(requestId, noticeId, "RECIPIENT", null, null, recipient);
    };
  }

  private static Addressee read(ConvertibleClientHttpResponse response) throws IOException {
    return switch (response.getStatusCode()) {
      case HttpStatus.OK -> known(response);
      case HttpStatus.TOO_EARLY -> new Addressee.NotYet();
      case HttpStatus.NOT_FOUND -> notAvailable(response);
      default -> unavailable(response);
    };
  }

  private static Addressee known(ConvertibleClientHttpResponse response) throws IOException {
    Answer answer = response.bodyTo(Answer.class);
    if (answer != null && answer.about() != null) {
      return new Addressee.Subject(answer.about().enclosed());
    }
    return answer == null || answer.address() == null || answer.locale() == null
        ? unavailable(response)
        : new Addressee.Known(answer.address(), answer.locale(), answer.enclosed());
  }

  /** Only the vault's own word ends a letter: any proxy in between can answer 404 as well. */
  private static Addressee notAvailable(ConvertibleClientHttpResponse response) throws IOException {
    Problem problem = response.bodyTo(Problem.class);
    if (problem == null || problem.type() == null || !problem.type().endsWith(NOT_AVAILABLE)) {
      return unavailable(response);
    }
    return switch (problem.code()) {
      case "NO_PROVEN_CONTACT" -> new Addressee.NotAvailable(NotSentReason.NO_PROVEN_CONTACT);
      case "EXPIRED" -> new Addressee.NotAvailable(NotSentReason.EXPIRED);
      case "NO_AGREED_IDENTIFIER" -> new Addressee.NotAvailable(NotSentReason.NO_AGREED_IDENTIFIER);
      case "NOT_APPROVED" -> new Addressee.NotAvailable(NotSentReason.NOT_APPROVED);
      case "SUPERSEDED" -> new Addressee.NotAvailable(NotSentReason.SUPERSEDED);
      case null, default -> unavailable(response);
    };
  }

  private static Addressee unavailable(ClientHttpResponse response) throws IOException {
    return new Addressee.Unavailable("HTTP " + response.getStatusCode().value());
  }

  private record Body(
      UUID requestId,
      UUID noticeId,
      String scope,
      @Nullable Integer issue,
      @Nullable UUID decisionId,
      @Nullable String recipient) {}

  private record Answer(
      @Nullable String address,
      @Nullable String locale,
      @Nullable String code,
      @Nullable String link,
      @Nullable Instant linkExpiresAt,
      @Nullable String reasons,
      @Nullable About about) {

    Enclosed enclosed() {
      if (link != null && linkExpiresAt != null) {
        return new Enclosed.Link(link, linkExpiresAt);
      }
      if (reasons != null) {
        return new Enclosed.Reasons(reasons);
      }
      return code == null ? new Enclosed.Nothing() : new Enclosed.Code(code);
    }

    @Override
    public String toString() {
      return "Answer[***]";
    }
  }

  private record About(
      @Nullable List<Named> identifiers,
      @Nullable Map<String, String> corrections,
      @Nullable String statement) {

    Enclosed.AboutPerson enclosed() {
      return new Enclosed.AboutPerson(
          Objects.requireNonNullElse(identifiers, List.<Named>of()).stream()
              .map(one -> new Enclosed.AboutPerson.Identifier(one.type(), one.value()))
              .toList(),
          Objects.requireNonNullElse(corrections, Map.of()),
          statement);
    }

    @Override
    public String toString() {
      return "About[***]";
    }
  }

  private record Named(String type, String value) {
    @Override
    public String toString() {
      return "Named[***]";
    }
  }

  private record Problem(@Nullable String type, @Nullable String code) {}
}
