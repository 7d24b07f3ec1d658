package io.habeas.storeagent.api;

import io.habeas.participant.Deferred;
import io.habeas.participant.vault.Vault.VaultUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Turns whatever went wrong into a {@link Problem}. The texts of exceptions stay here: a parser's
 * quotes what it could not read.
 */
@RestControllerAdvice
public class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final String SECONDS_TO_COME_AGAIN = "5";

  /** Security decides about these, further out. */
  @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
  Mono<ResponseEntity<ProblemDetail>> leaveToSecurity(Exception denied) {
    return Mono.error(denied);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(Exception failure, ServerWebExchange exchange) {
    if (failure instanceof Problem.Met met) {
      return answer(met.getStatusCode(), met.getBody());
    }
    Problem problem = problemOf(failure);
    if (problem == Problem.INTERNAL_ERROR || problem == Problem.TEMPORARILY_UNAVAILABLE) {
      log.warn(
          "Expected to answer {} {} but failed with {} at {}",
          exchange.getRequest().getMethod(),
          exchange.<Object>getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE),
          failure.getClass().getName(),
          failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0]);
    }
    return answer(problem.status(), problem.body());
  }

  private static Problem problemOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataBufferLimitException) {
        return Problem.CONTENT_TOO_LARGE;
      }
      if (cause instanceof Deferred || cause instanceof VaultUnavailable) {
        return Problem.TEMPORARILY_UNAVAILABLE;
      }
    }
    return failure instanceof ErrorResponse response
        ? problemOf(response.getStatusCode())
        : Problem.INTERNAL_ERROR;
  }

  private static Problem problemOf(HttpStatusCode status) {
    return switch (status.value()) {
      case 404 -> Problem.NOT_FOUND;
      case 405 -> Problem.METHOD_NOT_ALLOWED;
      case 413 -> Problem.CONTENT_TOO_LARGE;
      case 415 -> Problem.UNSUPPORTED_MEDIA_TYPE;
      default -> status.is4xxClientError() ? Problem.MALFORMED_REQUEST : Problem.INTERNAL_ERROR;
    };
  }

  private static ResponseEntity<ProblemDetail> answer(HttpStatusCode status, ProblemDetail body) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(status)
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (status.equals(Problem.TEMPORARILY_UNAVAILABLE.status())) {
      answer.header(HttpHeaders.RETRY_AFTER, SECONDS_TO_COME_AGAIN);
    }
    return answer.body(body);
  }
}
