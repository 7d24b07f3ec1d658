package io.habeas.storeagent.processor.opendsr;

import io.habeas.storeagent.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Where a processor says that the state of a request has changed. Anybody may call it: who it is,
 * is in the signature. Bodies are bounded by {@code spring.http.codecs.max-in-memory-size}.
 */
@RestController
public class CallbackController {
  /** The path below which callbacks come in. */
  public static final String PATHS = "/v1/callbacks/opendsr/*";

  private final @Nullable CallbackDesk desk;

  /**
   * @param connector the agent's; no callback is known where it is of another kind
   */
  public CallbackController(Connector connector) {
    this.desk = connector instanceof OpenDsrConnector processor ? processor.callbacks() : null;
  }

  /**
   * Takes a callback: 202, or 403 without the processor's signature, 404 if it is about nothing
   * that is owed here, 400 if it is not as OpenDSR has it, 503 if it should be sent again.
   */
  @PostMapping("/v1/callbacks/opendsr/{subjectRequestId}")
  public Mono<ResponseEntity<Void>> take(
      @PathVariable String subjectRequestId,
      @RequestHeader(name = OpenDsrClient.DOMAIN, defaultValue = "") String domain,
      @RequestHeader(name = OpenDsrClient.SIGNATURE, defaultValue = "") String signature,
      @RequestBody(required = false) Mono<byte[]> body) {
    if (desk == null) {
      return Mono.just(ResponseEntity.notFound().build());
    }
    return body.defaultIfEmpty(new byte[0])
        .publishOn(Schedulers.boundedElastic())
        .map(
            bytes ->
                ResponseEntity.status(status(desk.take(subjectRequestId, domain, signature, bytes)))
                    .build());
  }

  private static HttpStatus status(CallbackDesk.Verdict verdict) {
    return switch (verdict) {
      case TAKEN -> HttpStatus.ACCEPTED;
      case UNKNOWN -> HttpStatus.NOT_FOUND;
      case REFUSED -> HttpStatus.FORBIDDEN;
      case MALFORMED -> HttpStatus.BAD_REQUEST;
      case LATER -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }
}
