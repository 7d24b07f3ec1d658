package io.habeas.verifier.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.verifier.Problems;
import io.habeas.verifier.RequestId;
import io.habeas.verifier.VerifierSettings;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.IdentifierAnswer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The vault's door for holds on persons: by what they are held stays here. */
@RestController
@RequestMapping("/v1/vault/holds")
class HoldsController {
  private final SubjectHolds holds;
  private final VerifierSettings settings;
  private final Clock clock;

  HoldsController(SubjectHolds holds, VerifierSettings settings, Clock clock) {
    this.holds = holds;
    this.settings = settings;
    this.clock = clock;
  }

  record IdentifierBody(@NotNull String type, @NotNull @Size(max = 1000) String value) {
    @Override
    public String toString() {
      return "IdentifierBody[***]";
    }
  }

  record HoldBody(
      @NotEmpty @Size(max = 50) List<@Valid @NotNull IdentifierBody> identifiers,
      @Nullable @Size(max = 1000) String authority,
      @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{16,64}") String content) {
    @Override
    public String toString() {
      return "HoldBody[***]";
    }
  }

  /**
   * A hold as whoever may not see whom it is about sees it.
   *
   * @param requests those that were told of it
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record HoldAnswer(
      String holdId,
      SubjectHold.State state,
      @Nullable String author,
      @Nullable Instant placedAt,
      @Nullable Instant releasedAt,
      List<String> types,
      List<String> requests) {
    static HoldAnswer of(SubjectHold hold) {
      return new HoldAnswer(
          hold.holdId(),
          hold.state(),
          hold.author().orElse(null),
          hold.placedAt().orElse(null),
          hold.releasedAt().orElse(null),
          hold.types().stream().distinct().toList(),
          hold.requests());
    }
  }

  record HoldsAnswer(List<HoldAnswer> holds) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record PersonAnswer(List<IdentifierAnswer> identifiers, @Nullable String authority) {
    @Override
    public String toString() {
      return "PersonAnswer[***]";
    }
  }

  /** Keeps whom a hold that is about to be made known is about. Idempotent. */
  @PutMapping("/{holdId}")
  @PreAuthorize("hasRole('intake')")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Mono<Void> put(@PathVariable String holdId, @Valid @RequestBody HoldBody body) {
    return holds
        .put(
            RequestId.checked(holdId),
            body.identifiers().stream().map(HoldsController::identifier).toList(),
            body.authority(),
            body.content(),
            clock.instant().plus(settings.retention().undecidedReasons()))
        .flatMap(
            same ->
                same
                    ? Mono.empty()
                    : Mono.error(
                        Problems.of(
                            HttpStatus.CONFLICT,
                            "OTHER_CONTENT",
                            "Expected the same content as before but it is another")));
  }

  /** All holds that are not forgotten. */
  @GetMapping
  @PreAuthorize("hasRole('intake')")
  Mono<HoldsAnswer> list() {
    return holds.all().map(HoldAnswer::of).collectList().map(HoldsAnswer::new);
  }

  /** Whom a hold is about: for the data protection officer, while it is in force. */
  @GetMapping("/{holdId}")
  @PreAuthorize("hasRole('dpo')")
  Mono<PersonAnswer> person(@PathVariable String holdId) {
    return holds
        .person(RequestId.checked(holdId))
        .map(
            person ->
                new PersonAnswer(IdentifierAnswer.of(person.identifiers()), person.authority()))
        .switchIfEmpty(
            Mono.error(
                Problems.of(
                    HttpStatus.NOT_FOUND, "NOT_FOUND", "Expected a hold but there is none")));
  }

  private static Identifier identifier(IdentifierBody body) {
    try {
      return Identifier.of(body.type(), body.value());
    } catch (IllegalArgumentException e) {
      throw Problems.of(
          HttpStatus.BAD_REQUEST, "MALFORMED", "Expected identifiers but got something else");
    }
  }
}
