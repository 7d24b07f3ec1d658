package io.habeas.participant.vault;

import io.habeas.participant.Corrections;
import io.habeas.participant.Identifiers;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.directives.DirectiveKeys;
import io.habeas.schemas.directives.SubjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/**
 * The vault over HTTP. Texts of failures are dropped, since they may quote what was sent; only
 * their class or status is kept.
 */
public final class HttpVault implements Vault, DirectiveKeys {
  /** The vault takes no more in one claim. */
  static final int LARGEST_CLAIM = 500;

  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY_REQUESTS = 429;

  private final RestClient client;
  private final int attempts;
  private final Duration pause;
  private final Pause pauses;

  /**
   * @param client with the vault's base URL, credentials and finite timeouts
   * @param attempts how often one call is tried, at least 1
   * @param pause before the second attempt; doubles with each further one
   */
  public HttpVault(RestClient client, int attempts, Duration pause, Pause pauses) {
    this.client = client;
    this.attempts = attempts;
    this.pause = pause;
    this.pauses = pauses;
  }

  @Override
  public Map<TaskId, Claim> claim(List<TaskId> tasks) throws VaultUnavailable {
    Map<TaskId, Claim> answers = new HashMap<>();
    for (int from = 0; from < tasks.size(); from += LARGEST_CLAIM) {
      claim(tasks.subList(from, Math.min(tasks.size(), from + LARGEST_CLAIM)), answers);
    }
    return answers;
  }

  private void claim(List<TaskId> tasks, Map<TaskId, Claim> answers) throws VaultUnavailable {
    var body =
        new ClaimRequest(
            tasks.stream().map(task -> new ClaimItem(task.requestId(), task.step())).toList());
    ClaimResponse response;
    try {
      response = call("/v1/vault/claims", body, ClaimResponse.class);
    } catch (Answered e) {
      if (e.status() != FORBIDDEN) {
        throw new VaultUnavailable("HTTP " + e.status());
      }
      tasks.forEach(task -> answers.put(task, new Claim.Refused("NOT_APPROVED")));
      return;
    }
    if (response == null || response.items().size() != tasks.size()) {
      throw new VaultUnavailable("an answer that does not fit the claim");
    }
    for (int i = 0; i < tasks.size(); i++) {
      ClaimAnswer answer = response.items().get(i);
      if (!answer.task().equals(tasks.get(i))) {
        // One person's identifiers under another's task would erase the wrong person.
        throw new VaultUnavailable("an answer to another task");
      }
      answers.put(answer.task(), answer.claim());
    }
  }

  @Override
  public Deposit deposit(TaskId task, List<YieldedIdentifier> identifiers) throws VaultUnavailable {
    var body =
        new DepositRequest(
            task.requestId(),
            task.step(),
            identifiers.stream()
                .map(found -> new DepositItem(found.type(), found.value(), found.field()))
                .toList());
    try {
      call("/v1/vault/yields", body, Map.class);
      return new Deposit.Accepted();
    } catch (Answered e) {
      return switch (e.status()) {
        case CONFLICT -> new Deposit.Conflict();
        case TOO_EARLY -> throw new VaultUnavailable("HTTP " + e.status());
        default -> new Deposit.Refused();
      };
    }
  }

  @Override
  public SubjectKey key() throws VaultUnavailable {
    try {
      KeyResponse response =
          attempt(
              () ->
                  client
                      .get()
                      .uri("/v1/vault/directive-key")
                      .accept(MediaType.APPLICATION_JSON)
                      .retrieve()
                      .toEntity(KeyResponse.class)
                      .getBody());
      if (response == null) {
        throw new VaultUnavailable("an answer without a key");
      }
      return new SubjectKey(Base64.getDecoder().decode(response.key()));
    } catch (Answered e) {
      throw new VaultUnavailable("HTTP " + e.status());
    } catch (IllegalArgumentException e) {
      throw new VaultUnavailable("an answer that is no key");
    }
  }

  private <T> @Nullable T call(String path, Object body, Class<T> type)
      throws VaultUnavailable, Answered {
    return attempt(() -> post(path, body, type));
  }

  private <T> @Nullable T attempt(Supplier<@Nullable T> call) throws VaultUnavailable, Answered {
    String failure = "no attempt";
    Duration wait = pause;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      if (attempt > 1) {
        pauses.pause(wait);
        wait = wait.multipliedBy(2);
      }
      try {
        return call.get();
      } catch (RestClientResponseException e) {
        HttpStatusCode status = e.getStatusCode();
        if (isFinal(status)) {
          throw new Answered(status.value());
        }
        failure = "HTTP " + status.value();
      } catch (RestClientException | OAuth2AuthorizationException e) {
        failure = e.getClass().getSimpleName();
      }
    }
    throw new VaultUnavailable(failure);
  }

  private <T> @Nullable T post(String path, Object body, Class<T> type) {
    Supplier<ResponseEntity<T>> call =
        () ->
            client
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .toEntity(type);
    return call.get().getBody();
  }

  /** A 401 may be a token that was revoked early: the next attempt has a fresh one. */
  private static boolean isFinal(HttpStatusCode status) {
    return status.is4xxClientError()
        && status.value() != 401
        && status.value() != TOO_MANY_REQUESTS;
  }

  /** An answer that another attempt would not change. */
  private static final class Answered extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Answered(int status) {
      super("HTTP " + status);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  record KeyResponse(String key) {
    @Override
    public String toString() {
      return "KeyResponse[***]";
    }
  }

  record ClaimRequest(List<ClaimItem> items) {}

  record ClaimItem(UUID requestId, int step) {}

  record ClaimResponse(List<ClaimAnswer> items) {}

  record ClaimAnswer(
      UUID requestId,
      int step,
      String result,
      @Nullable String reason,
      @Nullable List<Identifier> identifiers,
      @Nullable List<Correction> corrections,
      @Nullable String statement) {

    TaskId task() {
      return new TaskId(requestId, step);
    }

    Claim claim() {
      return switch (result) {
        case "GRANTED" -> new Claim.Granted(granted(), corrected());
        case "NOT_YET" -> new Claim.NotYet();
        default -> new Claim.Refused(reason == null ? "UNKNOWN" : reason);
      };
    }

    private Corrections corrected() {
      Map<String, String> values = new LinkedHashMap<>();
      if (corrections != null) {
        corrections.forEach(correction -> values.put(correction.category(), correction.value()));
      }
      return new Corrections(values, Optional.ofNullable(statement));
    }

    /** Leaves everything out that is about a person. */
    @Override
    public String toString() {
      return "ClaimAnswer[" + requestId + ", " + step + ", " + result + "]";
    }

    private Identifiers granted() {
      Map<String, List<String>> byType = new LinkedHashMap<>();
      if (identifiers != null) {
        for (Identifier identifier : identifiers) {
          byType
              .computeIfAbsent(identifier.type(), type -> new ArrayList<>())
              .add(identifier.value());
        }
      }
      return new Identifiers(byType);
    }
  }

  record Identifier(String type, String value) {
    @Override
    public String toString() {
      return "Identifier[" + type + "]";
    }
  }

  record Correction(String category, String value) {
    @Override
    public String toString() {
      return "Correction[" + category + "]";
    }
  }

  record DepositRequest(UUID requestId, int step, List<DepositItem> identifiers) {}

  record DepositItem(String type, String value, String field) {
    @Override
    public String toString() {
      return "DepositItem[" + type + " from " + field + "]";
    }
  }
}
