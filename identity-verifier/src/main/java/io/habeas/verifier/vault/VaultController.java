package io.habeas.verifier.vault;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.verifier.Problems;
import io.habeas.verifier.RequestId;
import io.habeas.verifier.register.RequestLives;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The vault's door for those who bring identifiers, and for those who look after its keys. */
@RestController
@RequestMapping("/v1/vault")
class VaultController {
  private final Vault vault;
  private final Rewrapping rewrapping;
  private final RequestLives lives;

  VaultController(Vault vault, Rewrapping rewrapping, RequestLives lives) {
    this.vault = vault;
    this.rewrapping = rewrapping;
    this.lives = lives;
  }

  record IdentifierBody(@NotNull String type, @NotNull @Size(max = 1000) String value) {
    @Override
    public String toString() {
      return "IdentifierBody[***]";
    }
  }

  record EntryBody(
      @NotEmpty @Size(max = 50) List<@Valid @NotNull IdentifierBody> identifiers,
      @NotNull @Pattern(regexp = "[A-Za-z0-9-]{1,35}") String locale,
      @NotNull @Pattern(regexp = "[A-Za-z0-9._:=-]{1,128}") String source,
      @Nullable @Size(max = 50) List<@Valid @NotNull CorrectionBody> corrections,
      @Nullable @Size(max = 4000) String statement) {

    Statement stated() {
      return new Statement(
          corrections == null
              ? Map.of()
              : corrections.stream()
                  .collect(
                      Collectors.toMap(
                          CorrectionBody::category, CorrectionBody::value, VaultController::twice)),
          statement);
    }

    @Override
    public String toString() {
      return "EntryBody[***]";
    }
  }

  record CorrectionBody(
      @NotNull @Pattern(regexp = "[a-z0-9_]+(\\.[a-z0-9_]+)*") @Size(max = 96) String category,
      @NotBlank @Size(max = 1000) String value) {
    @Override
    public String toString() {
      return "CorrectionBody[" + category + "]";
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StatementAnswer(List<CorrectionBody> corrections, @Nullable String statement) {
    @Override
    public String toString() {
      return "StatementAnswer[***]";
    }
  }

  record LookupAnswer(List<String> requestIds) {}

  @PutMapping("/requests/{requestId}")
  @PreAuthorize("hasRole('intake')")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Mono<Void> put(@PathVariable String requestId, @Valid @RequestBody EntryBody body) {
    String id = RequestId.checked(requestId);
    List<Identifier> identifiers =
        body.identifiers().stream().map(VaultController::identifier).toList();
    return lives
        .isOver(id)
        .flatMap(
            over ->
                over
                    ? Mono.just(Vault.Put.OCCUPIED)
                    : vault.put(id, identifiers, body.stated(), body.locale(), body.source()))
        .flatMap(put -> put == Vault.Put.STORED ? unlessOverMeanwhile(id, put) : Mono.just(put))
        .flatMap(
            put ->
                switch (put) {
                  case STORED, REPEATED -> Mono.<Void>empty();
                  case OCCUPIED ->
                      Mono.error(
                          Problems.of(
                              HttpStatus.CONFLICT,
                              "OTHER_CONTENT",
                              "Expected the same content as before but it is another"));
                });
  }

  @DeleteMapping("/requests/{requestId}")
  @PreAuthorize("hasRole('intake')")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Mono<Void> shred(@PathVariable String requestId) {
    String id = RequestId.checked(requestId);
    return lives
        .isKnown(id)
        .flatMap(
            known ->
                known
                    ? Mono.error(
                        Problems.of(
                            HttpStatus.CONFLICT,
                            "REGISTERED",
                            "Expected a request that never arrived but it is on the register"))
                    : vault.shred(id).then());
  }

  /** What a person stated with their request: for the data protection officer, who weighs it. */
  @GetMapping("/requests/{requestId}/statement")
  @PreAuthorize("hasRole('dpo')")
  Mono<StatementAnswer> statement(@PathVariable String requestId) {
    return vault
        .find(RequestId.checked(requestId))
        .map(vault::openStatement)
        .map(
            stated ->
                new StatementAnswer(
                    stated.corrections().entrySet().stream()
                        .map(each -> new CorrectionBody(each.getKey(), each.getValue()))
                        .toList(),
                    stated.words()))
        .switchIfEmpty(
            Mono.error(
                () ->
                    Problems.of(
                        HttpStatus.NOT_FOUND,
                        "UNKNOWN_REQUEST",
                        "Expected a request that is kept here but it is not")));
  }

  /** After a rotation of the vault's key. */
  @PostMapping("/rewraps")
  @PreAuthorize("hasRole('operator')")
  Mono<Rewrapping.Report> rewrap() {
    return rewrapping.run();
  }

  /** Which requests name an identifier: for the data protection officer, when a person calls. */
  @PostMapping("/lookups")
  @PreAuthorize("hasRole('dpo')")
  Mono<LookupAnswer> lookUp(@Valid @RequestBody IdentifierBody body) {
    return vault.naming(identifier(body)).collectList().map(LookupAnswer::new);
  }

  /** A repeat that comes while the request is closed must not bring back what was shredded. */
  private Mono<Vault.Put> unlessOverMeanwhile(String requestId, Vault.Put put) {
    return lives
        .isOver(requestId)
        .flatMap(
            over -> over ? vault.shred(requestId).thenReturn(Vault.Put.OCCUPIED) : Mono.just(put));
  }

  private static String twice(String one, String other) {
    throw Problems.of(
        HttpStatus.BAD_REQUEST,
        "MALFORMED",
        "Expected one value of each category but got two of the same");
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
