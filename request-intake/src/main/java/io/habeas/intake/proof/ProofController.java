package io.habeas.intake.proof;

import io.habeas.chassis.problems.HttpProblem;
import io.habeas.intake.Problem;
import io.habeas.intake.frontdoor.Source;
import io.habeas.intake.status.StatusTokens;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where the person proves who they are. */
@RestController
@RequestMapping("/v1/requests/{requestId}")
class ProofController {
  private static final int LONGEST_CODE = 64;

  private final Challenges challenges;
  private final StatusTokens tokens;
  private final Source source;

  ProofController(Challenges challenges, StatusTokens tokens, Source source) {
    this.challenges = challenges;
    this.tokens = tokens;
    this.source = source;
  }

  record ProofForm(@Nullable String code) {
    @Override
    public String toString() {
      return "ProofForm[***]";
    }
  }

  record Accepted(String result) {}

  /** Tries a code. Every refusal looks the same, whatever its cause. */
  @PostMapping(path = "/proof", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<Accepted> prove(
      @PathVariable String requestId,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestBody Mono<ProofForm> body) {
    return Mono.fromCallable(() -> tokens.authorized(requestId, authorization))
        .flatMap(
            id -> body.map(ProofController::code).flatMap(code -> challenges.attempt(id, code)))
        .map(
            accepted -> {
              if (!accepted) {
                throw Problem.PROOF_REFUSED.asException();
              }
              return new Accepted("ACCEPTED");
            });
  }

  /** Asks for another code; whether one is sent shows in the mailbox only. */
  @PostMapping("/codes")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Mono<Void> issueAnother(
      @PathVariable String requestId,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      ServerHttpRequest request) {
    return Mono.fromCallable(() -> tokens.authorized(requestId, authorization))
        .flatMap(id -> challenges.issueAnother(id, source.of(request)));
  }

  private static String code(ProofForm form) {
    String code = form.code() == null ? "" : form.code().strip();
    if (code.isEmpty() || code.length() > LONGEST_CODE) {
      throw HttpProblem.MALFORMED_REQUEST.asException();
    }
    return code;
  }
}
