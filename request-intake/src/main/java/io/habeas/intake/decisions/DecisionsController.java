package io.habeas.intake.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.chassis.problems.HttpProblem;
import io.habeas.intake.IdempotencyKey;
import io.habeas.intake.decisions.DecisionRules.Made;
import io.habeas.intake.frontdoor.NewTrace;
import io.habeas.intake.view.RequestView;
import io.habeas.intake.view.RequestViews;
import java.net.URI;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Where the data protection officer decides. 202 once a decision takes its course whatever happens
 * here, and no more: whether it still can be followed is said by whoever follows it, and the view
 * shows it.
 */
@RestController
@RequestMapping(
    path = DecisionsController.PATH,
    consumes = MediaType.APPLICATION_JSON_VALUE,
    produces = MediaType.APPLICATION_JSON_VALUE)
@PreAuthorize("hasRole('dpo')")
class DecisionsController {
  static final String PATH = "/v1/operations/requests/{requestId}";

  private final RequestViews views;
  private final DecisionRules rules;
  private final Deciding deciding;

  DecisionsController(RequestViews views, DecisionRules rules, Deciding deciding) {
    this.views = views;
    this.rules = rules;
    this.deciding = deciding;
  }

  /**
   * What was decided.
   *
   * @param holdId by which it is released; null unless a hold was placed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Decided(UUID decisionId, @Nullable UUID holdId) {}

  /** Refuses the request (Art. 12(4), 12(5), 17(3)); the person gets the reasons (L12). */
  @PostMapping("/refusal")
  Mono<ResponseEntity<Decided>> refuse(
      @PathVariable UUID requestId,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<DecisionForm> body,
      ServerWebExchange exchange) {
    return decide(requestId, key, token, body, exchange, rules::refusal);
  }

  /** Places a hold: nothing that it is about is erased before it is released. */
  @PostMapping("/holds")
  Mono<ResponseEntity<Decided>> hold(
      @PathVariable UUID requestId,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<DecisionForm> body,
      ServerWebExchange exchange) {
    return decide(requestId, key, token, body, exchange, rules::hold);
  }

  /** Releases a hold. */
  @PostMapping("/holds/{holdId}/release")
  Mono<ResponseEntity<Decided>> release(
      @PathVariable UUID requestId,
      @PathVariable UUID holdId,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<DecisionForm> body,
      ServerWebExchange exchange) {
    return decide(
        requestId,
        key,
        token,
        body,
        exchange,
        (request, form) -> rules.release(request, holdId, form));
  }

  /** Vouches for what became of a store's records, in its place. */
  @PostMapping("/outcomes")
  Mono<ResponseEntity<Decided>> vouch(
      @PathVariable UUID requestId,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<DecisionForm> body,
      ServerWebExchange exchange) {
    return decide(requestId, key, token, body, exchange, rules::outcome);
  }

  /** Approves of what is to be erased: of the very plan that is shown. */
  @PostMapping("/plans/{plan}/approval")
  Mono<ResponseEntity<Decided>> approve(
      @PathVariable UUID requestId,
      @PathVariable int plan,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<DecisionForm> body,
      ServerWebExchange exchange) {
    return decide(
        requestId,
        key,
        token,
        body,
        exchange,
        (request, form) -> rules.approval(request, plan, form));
  }

  /** Ends a restriction: the person is told, and then it is lifted (Art. 18(3), L24). */
  @PostMapping("/restriction-end")
  Mono<ResponseEntity<Decided>> endRestriction(
      @PathVariable UUID requestId,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<DecisionForm> body,
      ServerWebExchange exchange) {
    return decide(requestId, key, token, body, exchange, rules::restrictionEnd);
  }

  /** Upholds an objection: what is restricted for it stays so (Art. 21(1), L28). */
  @PostMapping("/objection-upheld")
  Mono<ResponseEntity<Decided>> uphold(
      @PathVariable UUID requestId,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<DecisionForm> body,
      ServerWebExchange exchange) {
    return decide(requestId, key, token, body, exchange, rules::upholding);
  }

  /** Records why a recipient need not be told, or that it was told otherwise (Art. 19). */
  @PostMapping("/recipients/{recipient}")
  Mono<ResponseEntity<Decided>> settleRecipient(
      @PathVariable UUID requestId,
      @PathVariable String recipient,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<DecisionForm> body,
      ServerWebExchange exchange) {
    return decide(
        requestId,
        key,
        token,
        body,
        exchange,
        (request, form) -> rules.recipient(request, recipient, form));
  }

  private Mono<ResponseEntity<Decided>> decide(
      UUID requestId,
      @Nullable String key,
      Jwt token,
      Mono<DecisionForm> body,
      ServerWebExchange exchange,
      BiFunction<RequestView, DecisionForm, Made> rule) {
    return body.flatMap(
        form -> {
          String author = Author.of(token);
          String idempotencyKey = IdempotencyKey.wellFormed(key);
          return views
              .find(requestId)
              .filter(request -> request.state() != RequestView.State.RECEIVED)
              .switchIfEmpty(Mono.error(HttpProblem.NOT_FOUND::asException))
              .map(request -> rule.apply(request, form))
              .flatMap(
                  made ->
                      deciding
                          .decide(
                              requestId,
                              author,
                              idempotencyKey,
                              made.decision(),
                              made.stated(),
                              NewTrace.of(exchange))
                          .map(id -> answer(requestId, id, made.decision())));
        });
  }

  private static ResponseEntity<Decided> answer(UUID requestId, UUID id, Decision decision) {
    UUID holdId =
        switch (decision) {
          case Decision.Hold hold -> id;
          case Decision.Refuse refuse -> null;
          case Decision.HoldSubject hold -> id;
          case Decision.Release release -> null;
          case Decision.ReleaseSubject release -> null;
          case Decision.Vouch vouch -> null;
          case Decision.Approve approve -> null;
          case Decision.EndRestriction end -> null;
          case Decision.Uphold uphold -> null;
          case Decision.SettleRecipient settle -> null;
        };
    return ResponseEntity.accepted()
        .location(URI.create(PATH.replace("{requestId}", requestId.toString())))
        .cacheControl(CacheControl.noStore())
        .body(new Decided(id, holdId));
  }
}
