package io.habeas.intake.withdrawal;

import io.habeas.intake.frontdoor.Announcements;
import io.habeas.intake.frontdoor.NewTrace;
import io.habeas.intake.status.StatusTokens;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.WithdrawalWished;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Where the person says that they want their request back. */
@RestController
class WithdrawalController {
  private final StatusTokens tokens;
  private final Announcements announcements;
  private final Clock clock;

  WithdrawalController(StatusTokens tokens, Announcements announcements, Clock clock) {
    this.tokens = tokens;
    this.announcements = announcements;
    this.clock = clock;
  }

  record Received(String result) {}

  /**
   * Passes the wish on; 202 once it will be considered whatever happens here, and no more: whether
   * it comes in time only the register can say, and the status shows it. Idempotent, since the
   * register ignores repeats.
   */
  @PostMapping("/v1/requests/{requestId}/withdrawal")
  Mono<ResponseEntity<Received>> withdraw(
      @PathVariable String requestId,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      ServerWebExchange exchange) {
    return Mono.fromCallable(() -> tokens.authorized(requestId, authorization))
        .flatMap(id -> announce(id, NewTrace.of(exchange)))
        .map(
            received ->
                ResponseEntity.accepted().cacheControl(CacheControl.noStore()).body(received));
  }

  private Mono<Received> announce(UUID requestId, TraceParent trace) {
    return Mono.fromCallable(
            () ->
                trace.call(
                    () -> {
                      announcements.publish(
                          new IntakeRecord(
                              requestId,
                              clock.instant().truncatedTo(ChronoUnit.MILLIS),
                              new WithdrawalWished()));
                      return new Received("RECEIVED");
                    }))
        .subscribeOn(Schedulers.boundedElastic());
  }
}
