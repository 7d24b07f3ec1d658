package io.habeas.verifier.claims;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.chassis.controller.Controller;
import io.habeas.verifier.Problems;
import io.habeas.verifier.RequestId;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.IdentifierAnswer;
import io.habeas.verifier.vault.Statement;
import io.habeas.verifier.vault.Vault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The vault's door for participants. */
@RestController
@RequestMapping("/v1/vault")
@PreAuthorize("hasRole('participant')")
class ClaimsController {
  private final Claims claims;
  private final Controller controller;

  ClaimsController(Claims claims, Controller controller) {
    this.claims = claims;
    this.controller = controller;
  }

  record ClaimsBody(@NotEmpty @Size(max = 500) List<@Valid @NotNull TaskBody> items) {}

  record TaskBody(@NotNull String requestId, int step) {}

  record ClaimsAnswer(List<ClaimAnswer> items) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ClaimAnswer(
      String requestId,
      int step,
      String result,
      @Nullable String reason,
      List<IdentifierAnswer> identifiers,
      @Nullable List<CorrectionAnswer> corrections,
      @Nullable String statement) {
    ClaimAnswer(String requestId, int step, String result, @Nullable String reason) {
      this(requestId, step, result, reason, List.of(), null, null);
    }

    @Override
    public String toString() {
      return "ClaimAnswer[" + requestId + ", " + step + ", " + result + "]";
    }
  }

  record CorrectionAnswer(String category, String value) {
    @Override
    public String toString() {
      return "CorrectionAnswer[" + category + "]";
    }
  }

  record YieldBody(
      @NotNull String requestId,
      int step,
      @NotEmpty @Size(max = 50) List<@Valid @NotNull FoundBody> identifiers) {}

  record FoundBody(
      @NotNull String type,
      @NotNull @Size(max = 1000) String value,
      @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,96}(\\.[A-Za-z0-9_-]{1,96}){1,3}") String field) {
    @Override
    public String toString() {
      return "FoundBody[***]";
    }
  }

  record YieldAnswer(List<String> added) {}

  @PostMapping("/claims")
  Mono<ClaimsAnswer> claim(@Valid @RequestBody ClaimsBody body, Principal principal) {
    List<Claims.TaskRef> tasks =
        body.items().stream()
            .map(item -> new Claims.TaskRef(RequestId.checked(item.requestId()), item.step()))
            .toList();
    return claims
        .claim(claimant(principal), tasks)
        .map(answers -> new ClaimsAnswer(answers.stream().map(ClaimsController::answer).toList()));
  }

  @PostMapping("/yields")
  Mono<YieldAnswer> takeYield(@Valid @RequestBody YieldBody body, Principal principal) {
    return claims
        .takeYield(
            claimant(principal),
            new Claims.TaskRef(RequestId.checked(body.requestId()), body.step()),
            body.identifiers().stream().map(ClaimsController::found).toList())
        .flatMap(
            yielded ->
                switch (yielded) {
                  case Claims.Yielded.Taken(List<String> added) ->
                      Mono.just(new YieldAnswer(added));
                  case Claims.Yielded.Conflict c ->
                      Mono.error(
                          Problems.of(
                              HttpStatus.CONFLICT,
                              "CONFLICT",
                              "Expected the value known for this type but it is another"));
                  case Claims.Yielded.NotYet n -> Mono.error(notYet());
                  case Claims.Yielded.Refused(Claim.Reason reason) ->
                      Mono.error(
                          Problems.of(
                              reason == Claim.Reason.UNKNOWN_REQUEST
                                  ? HttpStatus.NOT_FOUND
                                  : HttpStatus.FORBIDDEN,
                              reason.name(),
                              "Expected a yield that this task allows but it does not"));
                });
  }

  private static RuntimeException notYet() {
    return Problems.of(
        HttpStatus.TOO_EARLY,
        "NOT_YET",
        "Expected the task to be known here but it is not yet: try again");
  }

  private Claims.Claimant claimant(Principal principal) {
    return controller
        .participantOf(principal.getName())
        .map(Claims.Claimant::new)
        .orElseThrow(
            () ->
                Problems.of(
                    HttpStatus.FORBIDDEN,
                    "NOT_APPROVED",
                    "Expected an approved participant but this client is none"));
  }

  private static Vault.Found found(FoundBody body) {
    try {
      return new Vault.Found(Identifier.of(body.type(), body.value()), body.field());
    } catch (IllegalArgumentException e) {
      throw Problems.of(
          HttpStatus.BAD_REQUEST, "MALFORMED", "Expected identifiers but got something else");
    }
  }

  private static ClaimAnswer answer(Claims.Answer answer) {
    String requestId = answer.task().requestId();
    int step = answer.task().step();
    return switch (answer.claim()) {
      case Claim.Granted g ->
          new ClaimAnswer(
              requestId,
              step,
              "GRANTED",
              null,
              IdentifierAnswer.of(answer.identifiers()),
              corrections(answer.statement()),
              answer.statement().words());
      case Claim.NotYet n -> new ClaimAnswer(requestId, step, "NOT_YET", null);
      case Claim.Refused(Claim.Reason reason) ->
          new ClaimAnswer(requestId, step, "REFUSED", reason.name());
    };
  }

  private static @Nullable List<CorrectionAnswer> corrections(Statement statement) {
    return statement.corrections().isEmpty()
        ? null
        : statement.corrections().entrySet().stream()
            .map(each -> new CorrectionAnswer(each.getKey(), each.getValue()))
            .toList();
  }
}
