package io.habeas.verifier.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.verifier.Problems;
import io.habeas.verifier.RequestId;
import io.habeas.verifier.vault.StatedReasons;
import io.habeas.verifier.vault.StatedReasons.Kind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The vault's door for what people state when they decide. */
@RestController
@RequestMapping("/v1/vault/requests/{requestId}/decisions")
class DecisionsController {
  private final StatedReasons reasons;

  DecisionsController(StatedReasons reasons) {
    this.reasons = reasons;
  }

  record StatementBody(
      @NotNull Kind kind,
      @NotBlank @Size(max = 4000) String reasons,
      @Nullable @Size(max = 1000) String evidence,
      @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{16,64}") String content) {
    @Override
    public String toString() {
      return "StatementBody[***]";
    }
  }

  record Kept(Instant recordedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StatementAnswer(
      String decisionId, Kind kind, String reasons, @Nullable String evidence, Instant recordedAt) {
    @Override
    public String toString() {
      return "StatementAnswer[***]";
    }
  }

  record StatementsAnswer(List<StatementAnswer> decisions) {
    StatementsAnswer {
      decisions = List.copyOf(decisions);
    }
  }

  /** Keeps what was stated for a decision that is about to be made known. Idempotent. */
  @PutMapping("/{decisionId}")
  @PreAuthorize("hasRole('intake')")
  Mono<Kept> put(
      @PathVariable String requestId,
      @PathVariable String decisionId,
      @Valid @RequestBody StatementBody body) {
    return reasons
        .put(
            RequestId.checked(decisionId),
            RequestId.checked(requestId),
            body.kind(),
            body.reasons(),
            body.evidence(),
            body.content())
        .flatMap(
            put ->
                switch (put) {
                  case StatedReasons.Put.Kept(Instant recordedAt) ->
                      Mono.just(new Kept(recordedAt));
                  case StatedReasons.Put.Occupied o ->
                      Mono.error(
                          Problems.of(
                              HttpStatus.CONFLICT,
                              "OTHER_CONTENT",
                              "Expected the same content as before but it is another"));
                });
  }

  /** What was stated on a request, for whoever has to account for it (Art. 5(2)). */
  @GetMapping
  @PreAuthorize("hasRole('dpo')")
  Mono<StatementsAnswer> list(@PathVariable String requestId) {
    return reasons
        .of(RequestId.checked(requestId))
        .map(
            one ->
                new StatementAnswer(
                    one.decisionId(), one.kind(), one.reasons(), one.evidence(), one.recordedAt()))
        .collectList()
        .map(StatementsAnswer::new);
  }
}
