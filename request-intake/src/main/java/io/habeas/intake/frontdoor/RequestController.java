package io.habeas.intake.frontdoor;

import io.habeas.intake.IdempotencyKey;
import io.habeas.intake.register.LegalClock;
import io.habeas.intake.status.StatusTokens;
import io.habeas.schemas.avro.Right;
import java.net.URI;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Where anybody may ask for their rights. */
@RestController
class RequestController {
  private static final String REQUESTS = "/v1/requests";

  private final AdmissionRules rules;
  private final Reception reception;
  private final Source source;
  private final StatusTokens tokens;
  private final LegalClock clock;

  RequestController(
      AdmissionRules rules,
      Reception reception,
      Source source,
      StatusTokens tokens,
      LegalClock clock) {
    this.rules = rules;
    this.reception = reception;
    this.source = source;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * What the person is told at once.
   *
   * @param dueOn by when they are answered (L3)
   * @param statusToken with it, and with it alone, they follow their request
   */
  record Received(
      UUID requestId, Right right, LocalDate dueOn, String statusToken, Map<String, String> links) {
    Received {
      links = Map.copyOf(links);
    }
  }

  /** Receives a request; 202 once it will take its course whatever happens here. */
  @PostMapping(
      path = REQUESTS,
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<Received>> receive(
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @RequestBody Mono<RequestForm> body,
      ServerWebExchange exchange) {
    return body.flatMap(
            form ->
                reception.receive(
                    IdempotencyKey.wellFormed(key),
                    rules.admit(form),
                    source.of(exchange.getRequest()),
                    NewTrace.of(exchange)))
        .map(this::answer);
  }

  private ResponseEntity<Received> answer(Receipt receipt) {
    String self = REQUESTS + "/" + receipt.requestId();
    return ResponseEntity.accepted()
        .location(URI.create(self))
        .cacheControl(CacheControl.noStore())
        .body(
            new Received(
                receipt.requestId(),
                receipt.right(),
                clock.datesOf(receipt.receivedAt()).dueOn(),
                tokens.tokenOf(receipt.requestId()),
                Map.of(
                    "self",
                    self,
                    "proof",
                    self + "/proof",
                    "codes",
                    self + "/codes",
                    "withdrawal",
                    self + "/withdrawal",
                    "package",
                    self + "/package")));
  }
}
