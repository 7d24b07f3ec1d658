package io.habeas.intake.handover;

import io.habeas.intake.Problem;
import io.habeas.intake.handover.PackageStore.Passing;
import io.habeas.intake.status.StatusTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Hands a package to whoever has both: the status token of the request, and the link from the
 * letter that went to the proven address. The link is used up when the last byte has left; a
 * transfer that breaks off leaves it open.
 */
@RestController
class HandoverController {
  private static final Logger log = LoggerFactory.getLogger(HandoverController.class);

  private final StatusTokens tokens;
  private final Links links;
  private final PackageStore packages;
  private final MeterRegistry meters;

  HandoverController(
      StatusTokens tokens, Links links, PackageStore packages, MeterRegistry meters) {
    this.tokens = tokens;
    this.links = links;
    this.packages = packages;
    this.meters = meters;
  }

  record LinkForm(@Nullable String link) {
    @Override
    public String toString() {
      return "LinkForm[***]";
    }
  }

  /** The package as a ZIP archive. */
  @PostMapping("/v1/requests/{requestId}/package")
  Mono<Void> fetch(
      @PathVariable String requestId,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestBody Mono<LinkForm> body,
      ServerHttpResponse response) {
    return Mono.fromCallable(() -> tokens.authorized(requestId, authorization))
        .flatMap(id -> body.flatMap(form -> fetch(id, form.link(), response)));
  }

  private Mono<Void> fetch(UUID requestId, @Nullable String link, ServerHttpResponse response) {
    return links
        .take(requestId, link == null ? "" : link)
        .switchIfEmpty(Mono.error(Problem.LINK_REFUSED::asException))
        .flatMap(
            redemption ->
                packages
                    .open(requestId)
                    .switchIfEmpty(Mono.error(Problem.LINK_REFUSED::asException))
                    .onErrorResume(
                        failure ->
                            links.settle(requestId, redemption, false).then(Mono.error(failure)))
                    .flatMap(passing -> hand(requestId, redemption, passing, response)));
  }

  /** Ends when the connection has taken the last byte, not when there is no further one to send. */
  private Mono<Void> hand(
      UUID requestId, String redemption, Passing passing, ServerHttpResponse response) {
    HttpHeaders headers = response.getHeaders();
    headers.setContentType(MediaType.parseMediaType("application/zip"));
    headers.setCacheControl(CacheControl.noStore());
    headers.setContentDisposition(
        ContentDisposition.attachment().filename("copy-" + requestId + ".zip").build());
    if (passing.bytes() >= 0) {
      headers.setContentLength(passing.bytes());
    }
    return response
        .writeWith(passing.content())
        .onErrorResume(failure -> settle(requestId, redemption, false).then(Mono.error(failure)))
        .doOnCancel(() -> settle(requestId, redemption, false).subscribe())
        .then(Mono.defer(() -> used(requestId, redemption)));
  }

  /** Goes on when the caller, who has everything, closes the connection meanwhile. */
  private Mono<Void> used(UUID requestId, String redemption) {
    Mono<Void> settled = settle(requestId, redemption, true).cache();
    settled.subscribe();
    return settled;
  }

  /** What cannot be said now need not be: a taking that nobody ends is over after a while. */
  private Mono<Void> settle(UUID requestId, String redemption, boolean complete) {
    meters
        .counter("habeas.intake.handovers", "outcome", complete ? "complete" : "broken-off")
        .increment();
    return links
        .settle(requestId, redemption, complete)
        .onErrorResume(
            failure -> {
              log.warn(
                  "Expected to say how a handing-over ended but failed with {}",
                  failure.getClass().getName());
              return Mono.empty();
            });
  }
}
