package io.habeas.verifier.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.verifier.Problems;
import io.habeas.verifier.RequestId;
import io.habeas.verifier.recipients.RecipientNotices;
import io.habeas.verifier.vault.IdentifierAnswer;
import io.habeas.verifier.vault.Statement;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
  private final RecipientNotices recipients;

  LettersController(LetterClaims letters, RecipientNotices recipients) {
    this.letters = letters;
    this.recipients = recipients;
  }

  enum Scope {
    CHALLENGE,
    LETTER,
    PACKAGE,
    RECIPIENT
  }

  record LetterBody(
      @NotNull String requestId,
      @NotNull String noticeId,
      @NotNull Scope scope,
      @Nullable Integer issue,
      @Nullable String decisionId,
      @Nullable String recipient) {}

  /**
   * What a letter to a recipient carries; where it goes is no secret of the vault's.
   *
   * @param corrections the values by data category; null unless the letter is about a rectification
   * @param statement what stands beside the records; null unless it is
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AboutPerson(
      List<IdentifierAnswer> identifiers,
      @Nullable Map<String, String> corrections,
      @Nullable String statement) {
    AboutPerson {
      identifiers = List.copyOf(identifiers);
    }

    @Override
    public String toString() {
      return "AboutPerson[***]";
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LetterAnswer(
      @Nullable String address,
      @Nullable String locale,
      @Nullable String code,
      @Nullable String link,
      @Nullable Instant linkExpiresAt,
      @Nullable String reasons,
      @Nullable AboutPerson about) {
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
      case RECIPIENT -> {
        String recipient = body.recipient();
        if (recipient == null) {
          throw Problems.of(
              HttpStatus.BAD_REQUEST, "MALFORMED", "Expected a recipient but got none");
        }
        yield recipients.claim(requestId, noticeId, recipient).flatMap(LettersController::answer);
      }
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
                  reasons,
                  null));
      case LetterClaims.Answer.NotAvailable(LetterClaims.Reason reason) ->
          notAvailable(reason.name());
      case LetterClaims.Answer.NotYet n -> notYet();
    };
  }

  private static Mono<LetterAnswer> answer(RecipientNotices.Answer answer) {
    return switch (answer) {
      case RecipientNotices.Answer.Granted(var identifiers, Statement statement) ->
          Mono.just(
              new LetterAnswer(
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  new AboutPerson(
                      IdentifierAnswer.of(identifiers),
                      statement.corrections().isEmpty() ? null : statement.corrections(),
                      statement.words())));
      case RecipientNotices.Answer.Refused(RecipientNotices.Reason reason) ->
          notAvailable(reason.name());
      case RecipientNotices.Answer.NotYet n -> notYet();
    };
  }

  private static Mono<LetterAnswer> notAvailable(String reason) {
    return Mono.error(
        Problems.of(
            HttpStatus.NOT_FOUND,
            "not-available",
            reason,
            "Expected a letter that may be sent but it may not"));
  }

  private static Mono<LetterAnswer> notYet() {
    return Mono.error(
        Problems.of(
            HttpStatus.TOO_EARLY,
            "NOT_YET",
            "Expected what the letter carries to be known here but it is not yet: try again"));
  }
}
