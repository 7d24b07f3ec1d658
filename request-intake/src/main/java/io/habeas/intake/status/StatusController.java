package io.habeas.intake.status;

import io.habeas.chassis.controller.Controller;
import io.habeas.intake.frontdoor.Receipts;
import io.habeas.intake.register.LegalClock;
import io.habeas.intake.view.RequestView;
import io.habeas.intake.view.RequestView.Participant;
import io.habeas.intake.view.RequestView.Phase;
import io.habeas.intake.view.RequestView.State;
import io.habeas.intake.view.RequestView.Wish;
import io.habeas.intake.view.RequestViews;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.Right;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where the person sees what has become of their request. */
@RestController
class StatusController {
  private final RequestViews views;
  private final Receipts receipts;
  private final StatusTokens tokens;
  private final LegalClock clock;
  private final Controller controller;
  private final ListOfRecipients recipients;

  StatusController(
      RequestViews views,
      Receipts receipts,
      StatusTokens tokens,
      LegalClock clock,
      Controller controller) {
    this.views = views;
    this.receipts = receipts;
    this.tokens = tokens;
    this.clock = clock;
    this.controller = controller;
    this.recipients = new ListOfRecipients(controller);
  }

  /**
   * What the person is told.
   *
   * @param purposes for which processing is to stop, as codes; empty where another right is asked
   *     for
   * @param directed who was directed to stop it
   * @param erasure what becomes of what rested on the withdrawn consents alone; null where nothing
   *     does, and where another right is asked for
   * @param coolingOffUntil until when it can be withdrawn at least; null in every other phase
   * @param onHold what waits for the controller; null if nothing does
   * @param waitsForAccess whether it waits for the person's own request for a copy to be finished
   * @param withdrawal what became of the wish to have it back; null if there was none
   * @param refusal why it was refused and what can be done about it; null if it was not
   * @param recipients who else is told what became of it, and whether they were (Art. 19)
   * @param answer what holds up the letter that answers; null if nothing does
   */
  record Status(
      UUID requestId,
      @Nullable Right right,
      List<String> purposes,
      State state,
      @Nullable Instant receivedAt,
      @Nullable LocalDate dueOn,
      @Nullable Phase phase,
      @Nullable Instant coolingOffUntil,
      @Nullable OnHold onHold,
      boolean waitsForAccess,
      List<Participant> participants,
      List<String> directed,
      @Nullable ConsentErasure erasure,
      @Nullable Completion completion,
      @Nullable Refusal refusal,
      @Nullable Wish withdrawal,
      List<ListOfRecipients.Told> recipients,
      RequestView.@Nullable Letter answer) {
    Status {
      purposes = List.copyOf(purposes);
      recipients = List.copyOf(recipients);
      participants = List.copyOf(participants);
      directed = List.copyOf(directed);
    }
  }

  /**
   * That erasure waits for the controller.
   *
   * @param participants whose records are not erased meanwhile; empty for everybody's
   */
  record OnHold(List<String> participants) {
    OnHold {
      participants = List.copyOf(participants);
    }
  }

  /**
   * A refusal with what must be said of it (L12, Art. 12(4)).
   *
   * @param complaintTo the supervisory authority with which a complaint can be lodged (Art. 77)
   * @param judicialRemedy that a court can be turned to as well (Art. 79)
   */
  record Refusal(RefusalGround ground, Authority complaintTo, boolean judicialRemedy) {}

  record Authority(String name, URI website) {}

  /** The state of the request; RECEIVED from the moment of its receipt. */
  @GetMapping("/v1/requests/{requestId}")
  Mono<ResponseEntity<Status>> status(
      @PathVariable String requestId,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization) {
    return Mono.fromCallable(() -> tokens.authorized(requestId, authorization))
        .flatMap(
            id ->
                views
                    .find(id)
                    .filter(view -> view.state() != State.RECEIVED)
                    .map(this::status)
                    .switchIfEmpty(Mono.defer(() -> justReceived(id))))
        .map(status -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(status));
  }

  private Status status(RequestView view) {
    RefusalGround refusal = view.refusal();
    RequestView.OnHold onHold = view.onHold();
    return new Status(
        view.requestId(),
        view.right(),
        view.purposes(),
        view.state(),
        view.receivedAt(),
        view.dueOn(),
        view.phase(),
        view.coolingOffUntil(),
        onHold == null ? null : new OnHold(onHold.participants()),
        !view.behind().isEmpty(),
        view.participants(),
        view.directed(),
        ConsentErasure.of(view),
        view.completion(),
        refusal == null
            ? null
            : new Refusal(
                refusal,
                new Authority(controller.authority().name(), controller.authority().website()),
                true),
        view.withdrawal(),
        recipients.of(view),
        view.letters().stream()
            .filter(letter -> letter.letter().closes())
            .filter(letter -> letter.outcome() != RequestView.Outcome.SENT)
            .findFirst()
            .orElse(null));
  }

  /** The register has not spoken yet, or the view is being built anew. */
  private Mono<Status> justReceived(UUID requestId) {
    return receipts
        .findByRequest(requestId)
        .map(
            receipt ->
                received(
                    requestId,
                    receipt.right(),
                    receipt.receivedAt(),
                    clock.datesOf(receipt.receivedAt()).dueOn()))
        .defaultIfEmpty(received(requestId, null, null, null));
  }

  private static Status received(
      UUID requestId,
      @Nullable Right right,
      @Nullable Instant receivedAt,
      @Nullable LocalDate dueOn) {
    return new Status(
        requestId,
        right,
        List.of(),
        State.RECEIVED,
        receivedAt,
        dueOn,
        null,
        null,
        null,
        false,
        List.of(),
        List.of(),
        null,
        null,
        null,
        null,
        List.of(),
        null);
  }
}
