package io.habeas.intake.handover;

import io.habeas.intake.Unavailable;
import java.util.UUID;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Packages, as the export builder hands them out. */
public final class PackageStore {
  private final WebClient client;

  /**
   * @param client with the export builder's address and this service's credentials
   */
  public PackageStore(WebClient client) {
    this.client = client;
  }

  /**
   * A package on its way.
   *
   * @param bytes its length; -1 if it is not said
   */
  record Passing(long bytes, Flux<DataBuffer> content) {}

  /** The package of a request; empty if there is none any more, an error if nobody answers. */
  Mono<Passing> open(UUID requestId) {
    return client
        .get()
        .uri("/v1/packages/{requestId}", requestId)
        .retrieve()
        .toEntityFlux(DataBuffer.class)
        .map(
            answer -> {
              HttpHeaders headers = answer.getHeaders();
              Flux<DataBuffer> body = answer.getBody();
              return new Passing(headers.getContentLength(), body == null ? Flux.empty() : body);
            })
        .onErrorResume(
            WebClientResponseException.class,
            refused ->
                refused.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)
                    ? Mono.empty()
                    : Mono.error(refused))
        .onErrorMap(failure -> new Unavailable("export-builder", failure));
  }
}
