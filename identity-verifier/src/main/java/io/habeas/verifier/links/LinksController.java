package io.habeas.verifier.links;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habeas.verifier.RequestId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where the front door has a link looked at, and says what became of it. */
@RestController
@RequestMapping("/v1/links/{requestId}/redemptions")
@PreAuthorize("hasRole('intake')")
class LinksController {
  private final PackageLinks links;

  LinksController(PackageLinks links) {
    this.links = links;
  }

  record LinkBody(@NotNull @Size(max = 200) String link) {
    @Override
    public String toString() {
      return "LinkBody[***]";
    }
  }

  enum Result {
    ACCEPTED,
    REFUSED
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LinkAnswer(Result result, @Nullable String redemption) {}

  record OutcomeBody(boolean complete) {}

  @PostMapping
  Mono<LinkAnswer> take(@PathVariable String requestId, @Valid @RequestBody LinkBody body) {
    return links
        .take(RequestId.checked(requestId), body.link())
        .map(redemption -> new LinkAnswer(Result.ACCEPTED, redemption))
        .defaultIfEmpty(new LinkAnswer(Result.REFUSED, null));
  }

  @PostMapping("/{redemption}/outcome")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Mono<Void> settle(
      @PathVariable String requestId,
      @PathVariable String redemption,
      @Valid @RequestBody OutcomeBody body) {
    return links.settle(RequestId.checked(requestId), redemption, body.complete());
  }
}
