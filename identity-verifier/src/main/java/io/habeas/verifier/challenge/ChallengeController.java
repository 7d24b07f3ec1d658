package io.habeas.verifier.challenge;

import io.habeas.verifier.RequestId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What the front door asks on behalf of whoever stands before it. */
@RestController
@RequestMapping("/v1/challenges/{requestId}")
@PreAuthorize("hasRole('intake')")
class ChallengeController {
  private final ProofOfIdentity proof;

  ChallengeController(ProofOfIdentity proof) {
    this.proof = proof;
  }

  record AttemptBody(@NotNull String code) {
    @Override
    public String toString() {
      return "AttemptBody[***]";
    }
  }

  record AttemptAnswer(ProofOfIdentity.Answer result) {}

  record IssueBody(@NotNull @Pattern(regexp = "[A-Za-z0-9._:=-]{1,128}") String source) {}

  @PostMapping("/attempts")
  Mono<AttemptAnswer> attempt(
      @PathVariable String requestId, @Valid @RequestBody AttemptBody body) {
    return proof.attempt(RequestId.checked(requestId), body.code()).map(AttemptAnswer::new);
  }

  @PostMapping("/issues")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Mono<Void> issue(@PathVariable String requestId, @Valid @RequestBody IssueBody body) {
    return proof.issueAnother(RequestId.checked(requestId), body.source());
  }
}
