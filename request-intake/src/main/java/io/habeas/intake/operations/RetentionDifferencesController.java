package io.habeas.intake.operations;

import io.habeas.intake.view.RetentionDifference;
import io.habeas.intake.view.RetentionDifferences;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where what stores say that they keep is not what is known to be kept (L20). */
@RestController
@RequestMapping("/v1/operations/retention-differences")
@PreAuthorize("hasAnyRole('operator', 'dpo')")
class RetentionDifferencesController {
  private static final int MOST = 500;

  private final RetentionDifferences differences;

  RetentionDifferencesController(RetentionDifferences differences) {
    this.differences = differences;
  }

  record Differences(List<RetentionDifference> differences) {
    Differences {
      differences = List.copyOf(differences);
    }
  }

  /** Those that are open. Whether a store is compared at all is said of each participant. */
  @GetMapping
  Mono<Differences> list(@RequestParam(defaultValue = "100") int limit) {
    return differences.list(Math.clamp(limit, 1, MOST)).collectList().map(Differences::new);
  }
}
