package io.habeas.intake.decisions;

import io.habeas.chassis.problems.HttpProblem;
import io.habeas.intake.IdempotencyKey;
import io.habeas.intake.frontdoor.NewTrace;
import io.habeas.intake.view.StoreHold;
import io.habeas.intake.view.StoreHolds;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Where the data protection officer holds whole stores. 202 once a decision is with every partition
 * of requests, and no more: whether it is in force in all of them the list says.
 */
@RestController
@RequestMapping(path = StoreHoldsController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class StoreHoldsController {
  static final String PATH = "/v1/operations/store-holds";
  private static final int MOST = 500;

  private final StoreHolds holds;
  private final HoldingStores holding;

  StoreHoldsController(StoreHolds holds, HoldingStores holding) {
    this.holds = holds;
    this.holding = holding;
  }

  record Decided(UUID decisionId, UUID holdId) {}

  record Holds(List<StoreHold> holds) {
    Holds {
      holds = List.copyOf(holds);
    }
  }

  /** Holds a store: nothing is erased there, for whomever, before it is released. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @PreAuthorize("hasRole('dpo')")
  Mono<ResponseEntity<Decided>> place(
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<StoreHoldForm> body,
      ServerWebExchange exchange) {
    return body.flatMap(
            form ->
                holding.place(
                    Author.of(token), IdempotencyKey.wellFormed(key), form, NewTrace.of(exchange)))
        .map(id -> answer(id, id));
  }

  /** Releases it; what it blocked goes on. */
  @PostMapping(path = "/{holdId}/release", consumes = MediaType.APPLICATION_JSON_VALUE)
  @PreAuthorize("hasRole('dpo')")
  Mono<ResponseEntity<Decided>> release(
      @PathVariable UUID holdId,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<StoreHoldForm> body,
      ServerWebExchange exchange) {
    return body.flatMap(
            form -> {
              String author = Author.of(token);
              String idempotencyKey = IdempotencyKey.wellFormed(key);
              return holds
                  .find(holdId)
                  .switchIfEmpty(Mono.error(HttpProblem.NOT_FOUND::asException))
                  .flatMap(
                      hold ->
                          holding.release(
                              hold, author, idempotencyKey, form, NewTrace.of(exchange)));
            })
        .map(id -> answer(id, holdId));
  }

  /** The holds on whole stores, those placed last first, also those that are over. */
  @GetMapping
  @PreAuthorize("hasAnyRole('operator', 'dpo')")
  Mono<Holds> list(@RequestParam(defaultValue = "100") int limit) {
    return holds.list(Math.clamp(limit, 1, MOST)).collectList().map(Holds::new);
  }

  private static ResponseEntity<Decided> answer(UUID decisionId, UUID holdId) {
    return ResponseEntity.accepted()
        .location(URI.create(PATH))
        .cacheControl(CacheControl.noStore())
        .body(new Decided(decisionId, holdId));
  }
}
