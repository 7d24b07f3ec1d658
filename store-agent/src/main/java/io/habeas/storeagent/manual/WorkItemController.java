package io.habeas.storeagent.manual;

import io.habeas.chassis.problems.HttpProblem;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.vault.Vault;
import io.habeas.participant.vault.Vault.Claim;
import io.habeas.participant.vault.Vault.VaultUnavailable;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.manual.WorkItemView.Subject;
import io.habeas.storeagent.manual.WorkItems.Which;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tasks for people. Who they are about is shown to whoever has claimed one, as long as it is open,
 * and asked of the vault each time: nothing of it is kept here.
 */
@RestController
@RequestMapping("/v1/work-items")
@PreAuthorize("hasAnyRole('worker', 'dpo')")
class WorkItemController {
  private static final int MOST = 200;
  private static final String DPO = "ROLE_dpo";

  /** What the vault says where a task will never be granted again. */
  private static final Set<String> OVER = Set.of("CLOSED", "UNKNOWN_REQUEST");

  private final Connector connector;
  private final Vault vault;
  private final Clock clock;

  WorkItemController(Connector connector, Vault vault, Clock clock) {
    this.connector = connector;
    this.vault = vault;
    this.clock = clock;
  }

  record WorkItemList(List<WorkItemView> workItems) {}

  /** Open items, or those of whoever asks, in the order in which they are due. */
  @GetMapping
  Mono<ResponseEntity<WorkItemList>> list(
      @RequestParam(defaultValue = "open") String show,
      @RequestParam(defaultValue = "100") int limit,
      Authentication caller,
      ServerWebExchange exchange) {
    Which which =
        switch (show) {
          case "open" -> Which.OPEN;
          case "mine" -> Which.MINE;
          default -> throw HttpProblem.MALFORMED_REQUEST.asException();
        };
    return answer(
        () ->
            new WorkItemList(
                desk().list(which, person(caller), Math.clamp(limit, 1, MOST)).stream()
                    .map(item -> view(item, reader(exchange)))
                    .toList()));
  }

  /** One item. */
  @GetMapping("/{id}")
  Mono<ResponseEntity<WorkItemView>> find(
      @PathVariable UUID id, Authentication caller, ServerWebExchange exchange) {
    return answer(() -> full(desk().find(id), person(caller), reader(exchange)));
  }

  /** What was written when it was done: for the data protection officer. */
  @GetMapping("/{id}/completion")
  @PreAuthorize("hasRole('dpo')")
  Mono<ResponseEntity<Completion>> completion(@PathVariable UUID id) {
    return answer(
        () ->
            desk().find(id).state() instanceof WorkItem.State.Completed completed
                ? completed.completion()
                : notFound());
  }

  /** The caller works on it from now on. */
  @PostMapping("/{id}/claim")
  Mono<ResponseEntity<WorkItemView>> claim(
      @PathVariable UUID id, Authentication caller, ServerWebExchange exchange) {
    return answer(() -> full(desk().claim(id, person(caller)), person(caller), reader(exchange)));
  }

  /** Nobody works on it any more. The data protection officer can say so of anybody's claim. */
  @DeleteMapping("/{id}/claim")
  Mono<ResponseEntity<WorkItemView>> release(
      @PathVariable UUID id, Authentication caller, ServerWebExchange exchange) {
    boolean dpo =
        caller.getAuthorities().stream().anyMatch(role -> DPO.equals(role.getAuthority()));
    return answer(() -> view(desk().release(id, person(caller), dpo), reader(exchange)));
  }

  /** A part of the copy: lines of JSON ({@code application/x-ndjson}), or any file. */
  @PutMapping("/{id}/uploads/{collection}/{number}")
  Mono<ResponseEntity<WorkItemView>> upload(
      @PathVariable UUID id,
      @PathVariable String collection,
      @PathVariable int number,
      Authentication caller,
      ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    HttpHeaders headers = request.getHeaders();
    MediaType type = headers.getContentType();
    if (type == null) {
      throw HttpProblem.UNSUPPORTED_MEDIA_TYPE.asException();
    }
    boolean lines = type.isCompatibleWith(MediaType.APPLICATION_NDJSON);
    return answer(
        () -> {
          try (InputStream content = DataBufferUtils.subscriberInputStream(request.getBody(), 4)) {
            return view(
                desk()
                    .upload(
                        id,
                        person(caller),
                        collection,
                        number,
                        lines ? null : type.toString(),
                        headers.getContentDisposition().getFilename(),
                        content),
                reader(exchange));
          }
        });
  }

  /** The caller says what it came to. */
  @PostMapping("/{id}/completion")
  Mono<ResponseEntity<WorkItemView>> complete(
      @PathVariable UUID id,
      @RequestBody CompletionBody completion,
      Authentication caller,
      ServerWebExchange exchange) {
    return answer(
        () -> view(desk().complete(id, person(caller), completion.read()), reader(exchange)));
  }

  private WorkDesk desk() {
    if (connector instanceof ManualConnector manual) {
      return manual.desk();
    }
    throw HttpProblem.NOT_FOUND.asException();
  }

  /** The person, and not the program they use: its id is the name of the principal. */
  private static String person(Authentication caller) {
    if (caller instanceof JwtAuthenticationToken token) {
      String subject = token.getToken().getSubject();
      if (subject != null && !subject.isBlank()) {
        return subject;
      }
    }
    return caller.getName();
  }

  private static Locale reader(ServerWebExchange exchange) {
    Locale wanted = exchange.getLocaleContext().getLocale();
    return wanted == null ? Locale.ENGLISH : wanted;
  }

  private WorkItemView view(WorkItem item, Locale locale) {
    return WorkItemView.of(item, desk().plan(), clock.instant(), locale, null, null);
  }

  private WorkItemView full(WorkItem item, String person, Locale locale)
      throws Deferred, VaultUnavailable {
    if (!item.isOpen() || !item.isClaimedBy(person)) {
      return view(item, locale);
    }
    Completion restriction = desk().restriction(item).orElse(null);
    Subject subject = null;
    // The request may be closed when it is undone, so there is nothing to claim.
    if (item.action() != Action.LIFT) {
      Claim claim = vault.claim(List.of(item.task())).get(item.task());
      if (claim instanceof Claim.Refused(var reason) && OVER.contains(reason)) {
        return view(desk().withdraw(item.id()), locale);
      }
      subject = subject(claim);
    }
    return WorkItemView.of(item, desk().plan(), clock.instant(), locale, subject, restriction);
  }

  private static @Nullable Subject subject(@Nullable Claim claim) {
    return claim instanceof Claim.Granted(var identifiers, var corrections)
        ? new Subject(
            identifiers.byType(), corrections.values(), corrections.statement().orElse(null))
        : null;
  }

  private static <T> T notFound() {
    throw HttpProblem.NOT_FOUND.asException();
  }

  /** Blocks elsewhere; what is answered is kept nowhere on the way. */
  private static <T> Mono<ResponseEntity<T>> answer(Callable<T> work) {
    return Mono.fromCallable(work)
        .subscribeOn(Schedulers.boundedElastic())
        .map(body -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body));
  }
}
