package io.habeas.intake.restorations;

import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.problems.HttpProblem;
import io.habeas.intake.Complaint;
import io.habeas.intake.IdempotencyKey;
import io.habeas.intake.Problem;
import io.habeas.intake.decisions.Author;
import io.habeas.intake.frontdoor.NewTrace;
import io.habeas.intake.view.RequestViews;
import io.habeas.intake.view.RequestViews.Replay;
import io.habeas.intake.view.RestorationViews;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Where the data protection officer says that a store was restored from a backup, and sees when it
 * is fit again: when everything that it had erased since is erased there again.
 */
@RestController
@PreAuthorize("hasRole('dpo')")
class RestorationsController {
  private static final String RESTORATION = "/v1/operations/restorations/";

  private final Set<String> participants;
  private final Restorations restorations;
  private final RestorationViews begun;
  private final RequestViews views;
  private final Clock clock;

  RestorationsController(
      Controller controller,
      Restorations restorations,
      RestorationViews begun,
      RequestViews views,
      Clock clock) {
    this.participants =
        Set.copyOf(controller.participants().stream().map(Controller.Participant::name).toList());
    this.restorations = restorations;
    this.begun = begun;
    this.views = views;
    this.clock = clock;
  }

  /**
   * A store was restored.
   *
   * @param backupTime the state to which it was brought back, with its offset (RFC 3339)
   */
  record RestorationForm(@Nullable String backupTime) {}

  /** What follows from it. */
  record BegunAnswer(UUID restorationId, int requests) {}

  /**
   * How far a restored store has come.
   *
   * @param requests how many it has to erase again
   * @param replayed how many of them it has, with proof
   * @param waiting those that it still has to
   * @param notReplayable those that nobody can have it erase any more, since it is forgotten by
   *     what
   * @param fit whether nothing is there again that was erased
   */
  record RestorationAnswer(
      UUID restorationId,
      String participant,
      Instant backupTime,
      int requests,
      int replayed,
      List<UUID> waiting,
      List<UUID> notReplayable,
      boolean fit) {}

  @PostMapping("/v1/operations/stores/{participant}/restorations")
  Mono<ResponseEntity<BegunAnswer>> restored(
      @PathVariable String participant,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @AuthenticationPrincipal Jwt token,
      @RequestBody Mono<RestorationForm> body,
      ServerWebExchange exchange) {
    return body.flatMap(
        form -> {
          String author = Author.of(token);
          String idempotencyKey = IdempotencyKey.wellFormed(key);
          if (!participants.contains(participant)) {
            return Mono.error(HttpProblem.NOT_FOUND.asException());
          }
          return restorations
              .begin(participant, backupTime(form), author, idempotencyKey, NewTrace.of(exchange))
              .map(
                  made ->
                      ResponseEntity.accepted()
                          .location(URI.create(RESTORATION + made.restorationId()))
                          .cacheControl(CacheControl.noStore())
                          .body(new BegunAnswer(made.restorationId(), made.requests())));
        });
  }

  @GetMapping(RESTORATION + "{restorationId}")
  Mono<RestorationAnswer> find(@PathVariable UUID restorationId) {
    return begun
        .find(restorationId)
        .switchIfEmpty(Mono.error(HttpProblem.NOT_FOUND::asException))
        .flatMap(
            restoration ->
                Mono.zip(
                        views.toReplay(restorationId).collectList(),
                        views.replays(restorationId, Replay.REPLAYED).collectList(),
                        views.replays(restorationId, Replay.NOT_REPLAYABLE).collectList())
                    .map(all -> answer(restoration, all.getT1(), all.getT2(), all.getT3())));
  }

  private static RestorationAnswer answer(
      RestorationViews.Begun restoration,
      List<UUID> decided,
      List<UUID> replayed,
      List<UUID> notReplayable) {
    Set<UUID> over = new HashSet<>(replayed);
    over.addAll(notReplayable);
    return new RestorationAnswer(
        restoration.restorationId(),
        restoration.participant(),
        restoration.backupTime(),
        restoration.requests(),
        replayed.size(),
        decided.stream().filter(id -> !over.contains(id)).sorted().toList(),
        notReplayable.stream().sorted().toList(),
        replayed.size() >= restoration.requests() && over.containsAll(decided));
  }

  private Instant backupTime(RestorationForm form) {
    String wrong = "required";
    if (form.backupTime() != null) {
      try {
        Instant time = OffsetDateTime.parse(form.backupTime()).toInstant();
        if (!time.isAfter(clock.instant())) {
          return time;
        }
        wrong = "in-the-future";
      } catch (DateTimeException e) {
        wrong = "malformed";
      }
    }
    throw Problem.INVALID_REQUEST.asException(
        Map.of("errors", List.of(new Complaint("#/backupTime", wrong))));
  }
}
