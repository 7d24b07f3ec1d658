package io.habeas.intake.operations;

import io.habeas.intake.view.ParticipantView;
import io.habeas.intake.view.ParticipantViews;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How those who take part stand, and what canaries have shown of the paths to their stores. */
@RestController
@RequestMapping("/v1/operations/participants")
@PreAuthorize("hasAnyRole('operator', 'dpo')")
class ParticipantsController {
  private final ParticipantViews participants;

  ParticipantsController(ParticipantViews participants) {
    this.participants = participants;
  }

  record Participants(List<ParticipantView> participants) {
    Participants {
      participants = List.copyOf(participants);
    }
  }

  /** All that the controller approved. */
  @GetMapping
  Mono<Participants> list() {
    return participants.list().collectList().map(Participants::new);
  }
}
