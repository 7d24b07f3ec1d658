package io.habeas.exportbuilder.handover;

import io.habeas.exportbuilder.packaging.Packages;
import io.habeas.exportbuilder.packaging.Packages.OpenPackage;
import io.habeas.exportbuilder.storage.StorageUnavailable;
import java.util.UUID;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Hands packages to the front door, which alone knows whether somebody may have one. */
@RestController
@PreAuthorize("hasRole('intake')")
class PackageController {
  private static final int CHUNK = 64 * 1024;

  private final Packages packages;

  PackageController(Packages packages) {
    this.packages = packages;
  }

  /** The package as a ZIP archive, its length announced, so that one that was cut off shows it. */
  @GetMapping("/v1/packages/{requestId}")
  Mono<ResponseEntity<Flux<DataBuffer>>> hand(@PathVariable UUID requestId) {
    return Mono.fromCallable(() -> packages.open(requestId))
        .subscribeOn(Schedulers.boundedElastic())
        .onErrorMap(
            StorageUnavailable.class,
            e -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE))
        .flatMap(Mono::<OpenPackage>justOrEmpty)
        .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)))
        .map(PackageController::answer);
  }

  private static ResponseEntity<Flux<DataBuffer>> answer(OpenPackage open) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/zip"))
        .contentLength(open.bytes())
        .cacheControl(CacheControl.noStore())
        .body(
            DataBufferUtils.readInputStream(
                    open::content, DefaultDataBufferFactory.sharedInstance, CHUNK)
                .subscribeOn(Schedulers.boundedElastic()));
  }
}
