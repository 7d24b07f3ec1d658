package io.habeas.intake.operations;

import io.habeas.chassis.problems.HttpProblem;
import io.habeas.intake.view.RequestView;
import io.habeas.intake.view.RequestView.State;
import io.habeas.intake.view.RequestViews;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The register as operators and the data protection officer see it. */
@RestController
@RequestMapping("/v1/operations/requests")
@PreAuthorize("hasAnyRole('operator', 'dpo')")
class OperationsController {
  private static final int MOST = 500;
  private final RequestViews views;

  OperationsController(RequestViews views) {
    this.views = views;
  }

  record Requests(List<RequestView> requests) {
    Requests {
      requests = List.copyOf(requests);
    }
  }

  /** Requests in the order in which they are due: those of one state, or all. */
  @GetMapping
  Mono<Requests> list(
      @RequestParam(required = false) @Nullable State state,
      @RequestParam(defaultValue = "100") int limit) {
    return views.list(state, Math.clamp(limit, 1, MOST)).collectList().map(Requests::new);
  }

  /** One request. */
  @GetMapping("/{requestId}")
  Mono<RequestView> find(@PathVariable UUID requestId) {
    return views.find(requestId).switchIfEmpty(Mono.error(HttpProblem.NOT_FOUND::asException));
  }
}
