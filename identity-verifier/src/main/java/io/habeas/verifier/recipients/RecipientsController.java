package io.habeas.verifier.recipients;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.verifier.Problems;
import io.habeas.verifier.RequestId;
import io.habeas.verifier.vault.IdentifierAnswer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Of whom a recipient is to be told, for whoever tells it otherwise than by letter (Art. 19). */
@RestController
@RequestMapping("/v1/vault/recipient-notices")
class RecipientsController {
  private final RecipientNotices notices;

  RecipientsController(RecipientNotices notices) {
    this.notices = notices;
  }

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record NoticeAnswer(
      List<IdentifierAnswer> identifiers,
      Map<String, String> corrections,
      @Nullable String statement) {
    NoticeAnswer {
      identifiers = List.copyOf(identifiers);
      corrections = Map.copyOf(corrections);
    }

    @Override
    public String toString() {
      return "NoticeAnswer[***]";
    }
  }

  /** By what the recipient knows the person, until it is told or need not be. */
  @GetMapping("/{noticeId}")
  @PreAuthorize("hasRole('dpo')")
  Mono<NoticeAnswer> find(@PathVariable String noticeId) {
    return notices
        .find(RequestId.checked(noticeId))
        .map(
            granted ->
                new NoticeAnswer(
                    IdentifierAnswer.of(granted.identifiers()),
                    granted.statement().corrections(),
                    granted.statement().words()))
        .switchIfEmpty(
            Mono.error(
                () ->
                    Problems.of(
                        HttpStatus.NOT_FOUND,
                        "UNKNOWN_NOTICE",
                        "Expected a letter to a recipient that is owed but it is not")));
  }
}
