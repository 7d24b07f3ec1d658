package io.habeas.verifier.directives;

import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.controller.Controller.Participant;
import io.habeas.verifier.Problems;
import java.security.Principal;
import java.util.Base64;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Hands every participant the key under which its directives name people, and no other. */
@RestController
@RequestMapping("/v1/vault")
@PreAuthorize("hasRole('participant')")
class DirectiveKeyController {
  private final DirectiveSubjects subjects;
  private final Controller controller;

  DirectiveKeyController(DirectiveSubjects subjects, Controller controller) {
    this.subjects = subjects;
    this.controller = controller;
  }

  /**
   * @param key 32 bytes in base64 (RFC 4648 section 4)
   */
  record KeyAnswer(String key) {
    @Override
    public String toString() {
      return "KeyAnswer[***]";
    }
  }

  @GetMapping("/directive-key")
  Mono<KeyAnswer> key(Principal principal) {
    return Mono.fromCallable(() -> keyOf(principal.getName()));
  }

  private KeyAnswer keyOf(String clientId) {
    return controller
        .participantOf(clientId)
        .filter(Participant::directives)
        .map(participant -> subjects.keyOf(participant.name()))
        .map(key -> new KeyAnswer(Base64.getEncoder().encodeToString(key)))
        .orElseThrow(
            () ->
                Problems.of(
                    HttpStatus.FORBIDDEN,
                    "NOT_APPROVED",
                    "Expected a participant that is approved to follow directives but this client"
                        + " is none"));
  }
}
