package io.habeas.verifier.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.verifier.Problems;
import io.habeas.verifier.RequestId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The vault's door for the notifier. */
@RestController
@RequestMapping("/v1/vault/letters")
@PreAuthorize("hasRole('notifier')")
class LettersController {
  private final LetterClaims letters;

  LettersController(LetterClaims letters) {
    this.letters = letters;
  }

  enum Scope {
    CHALLENGE,
    LETTER,
    PACKAGE
  }

  record LetterBody(
      @NotNull String requestId,
      @NotNull String noticeId,
      @NotNull Scope scope,
      @Nullable Integer issue,
      @Nullable String decisionId) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LetterAnswer(
      String address,
      String locale,
      @Nullable String code,
      @Nullable String link,
      @Nullable Instant linkExpiresAt,
      @Nullable String reasons) {
    @Override
    public String toString() {
      return "LetterAnswer[***]";
    }
  }

  @PostMapping("/claims")
  Mono<LetterAnswer> claim(@Valid @RequestBody LetterBody body) {
    String requestId = RequestId.checked(body.requestId());
    String noticeId = RequestId.checked(body.noticeId());
    return switch (body.scope()) {
      case CHALLENGE -> {
        Integer issue = body.issue();
        if (issue == null) {
          throw Problems.of(
              HttpStatus.BAD_REQUEST, "MALFORMED", "Expected an issue of the code but got none");
        }
        yield letters.challenge(requestId, noticeId, issue).flatMap(LettersController::answer);
      }
      case LETTER -> {
        String decisionId = body.decisionId();
        yield (decisionId == null
                ? letters.letter(requestId)
                : letters.decision(requestId, RequestId.checked(decisionId)))
            .flatMap(LettersController::answer);
      }
      case PACKAGE -> letters.packageReady(requestId, noticeId).flatMap(LettersController::answer);
    };
  }

  private static Mono<LetterAnswer> answer(LetterClaims.Answer answer) {
    return switch (answer) {
      case LetterClaims.Answer.Address(
              String address,
              String locale,
              var code,
              var link,
              var reasons) ->
          Mono.just(
              new LetterAnswer(
                  address,
                  locale,
                  code,
                  link == null ? null : link.secret(),
                  link == null ? null : link.expiresAt(),
                  reasons));
      case LetterClaims.Answer.NotAvailable(LetterClaims.Reason reason) ->
          Mono.error(
              Problems.of(
                  HttpStatus.NOT_FOUND,
                  "not-available",
                  reason.name(),
                  "Expected a letter that may be sent but it may not"));
      case LetterClaims.Answer.NotYet n ->
          Mono.error(
              Problems.of(
                  HttpStatus.TOO_EARLY,
                  "NOT_YET",
                  "Expected what the letter carries to be known here but it is not yet: try"
                      + " again"));
    };
  }
}
