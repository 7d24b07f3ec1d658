package io.habeas.intake.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.chassis.problems.HttpProblem;
import io.habeas.intake.IdempotencyKey;
import io.habeas.intake.decisions.DecisionsController.Decided;
import io.habeas.intake.frontdoor.NewTrace;
import io.habeas.intake.view.RequestView;
import io.habeas.intake.view.RequestViews;
import java.net.URI;
import java.time.Instant;
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
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where the data protection officer has a person held, by whatever identifier, and releases them.
 * 202 once the decision takes its course whatever happens here; whether it is in effect, and which
 * requests it came too late for, is in the list.
 */
@RestController
@RequestMapping(path = SubjectHoldsController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
@PreAuthorize("hasRole('dpo')")
class SubjectHoldsController {
  static final String PATH = "/v1/operations/subject-holds";

  private final SubjectHolds holds;
  private final SubjectHoldRules rules;
  private final Deciding deciding;
  private final RequestViews views;

  SubjectHoldsController(
      SubjectHolds holds, SubjectHoldRules rules, Deciding deciding, RequestViews views) {
    this.holds = holds;
    this.rules = rules;
    this.deciding = deciding;
    this.views = views;
  }

  /**
   * A hold on a person, without whom it is about.
   *
   * @param identifierTypes what kinds of identifier the person is held by; empty once released
   * @param requests those that met it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HoldView(
      UUID holdId,
      SubjectHolds.State state,
      @Nullable String author,
      @Nullable Instant placedAt,
      @Nullable Instant releasedAt,
      List<String> identifierTypes,
      List<HeldRequest> requests) {}

  /**
   * A request that met a hold.
   *
   * @param state what the hold does to it
   */
  record HeldRequest(UUID requestId, RequestView.Decisions.Hold.State state) {}

  record Holds(List<HoldView> holds) {}

  /** Has a person held: no request erases anything of them before they are released. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<Decided>> hold(
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<SubjectHoldForm> body,
      ServerWebExchange exchange) {
    return body.flatMap(
        form -> {
          String author = Author.of(token);
          String idempotencyKey = IdempotencyKey.wellFormed(key);
          SubjectHoldRules.Made made = rules.hold(form);
          return deciding
              .hold(author, idempotencyKey, made.person(), made.stated(), NewTrace.of(exchange))
              .map(holdId -> answer(new Decided(holdId, holdId)));
        });
  }

  /** Releases a person: what the hold stopped begins anew. */
  @PostMapping(path = "/{holdId}/release", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<Decided>> release(
      @PathVariable UUID holdId,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<DecisionForm> body,
      ServerWebExchange exchange) {
    return body.flatMap(
        form -> {
          String author = Author.of(token);
          String idempotencyKey = IdempotencyKey.wellFormed(key);
          Reasons.Stated stated = rules.release(form);
          return holds
              .all()
              .filter(all -> all.stream().anyMatch(hold -> hold.holdId().equals(holdId)))
              .switchIfEmpty(Mono.error(HttpProblem.NOT_FOUND::asException))
              .flatMap(
                  found ->
                      deciding.decide(
                          holdId,
                          author,
                          idempotencyKey,
                          new Decision.ReleaseSubject(holdId),
                          stated,
                          NewTrace.of(exchange)))
              .map(decisionId -> answer(new Decided(decisionId, null)));
        });
  }

  /** All that are not forgotten, the latest first. */
  @GetMapping
  Mono<Holds> list() {
    return holds
        .all()
        .flatMapMany(Flux::fromIterable)
        .concatMap(this::view)
        .collectList()
        .map(Holds::new);
  }

  private Mono<HoldView> view(SubjectHolds.Hold hold) {
    return Flux.fromIterable(hold.requests())
        .concatMap(requestId -> held(requestId, hold.holdId()))
        .collectList()
        .map(
            requests ->
                new HoldView(
                    hold.holdId(),
                    hold.state(),
                    hold.author(),
                    hold.placedAt(),
                    hold.releasedAt(),
                    hold.types(),
                    requests));
  }

  /** What the orchestrator has said of it so far. */
  private Mono<HeldRequest> held(UUID requestId, UUID holdId) {
    return views
        .find(requestId)
        .flatMapIterable(view -> view.decisions().holds())
        .filter(hold -> hold.holdId().equals(holdId))
        .next()
        .map(RequestView.Decisions.Hold::state)
        .defaultIfEmpty(RequestView.Decisions.Hold.State.PLACED)
        .map(state -> new HeldRequest(requestId, state));
  }

  private static ResponseEntity<Decided> answer(Decided decided) {
    return ResponseEntity.accepted()
        .location(URI.create(PATH))
        .cacheControl(CacheControl.noStore())
        .body(decided);
  }
}
