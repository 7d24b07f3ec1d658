package io.habeas.chassis.problems;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Turns whatever went wrong into a {@link ProblemType}. The texts of exceptions stay here: a
 * parser's quotes what it could not read. A service extends this as its controllers' advice.
 */
public abstract class ProblemAnswers {
  private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);
  private static final String SECONDS_TO_COME_AGAIN = "5";

  /** Whether something is the matter that passes, so that the same may be sent again. */
  protected abstract boolean isTemporary(Throwable cause);

  /** Security decides about these, further out. */
  @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
  final Mono<ResponseEntity<ProblemDetail>> leaveToSecurity(Exception denied) {
    return Mono.error(denied);
  }

  @ExceptionHandler
  final ResponseEntity<ProblemDetail> answer(Exception failure, ServerWebExchange exchange) {
    if (failure instanceof MetProblem met) {
      return answer(met.getStatusCode(), met.getBody());
    }
    HttpProblem problem = problemOf(failure);
    if (problem == HttpProblem.INTERNAL_ERROR || problem == HttpProblem.TEMPORARILY_UNAVAILABLE) {
      log.warn(
          "Expected to answer {} {} but failed with {} at {}",
          exchange.getRequest().getMethod(),
          exchange.<Object>getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE),
          failure.getClass().getName(),
          failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0]);
    }
    return answer(problem.status(), problem.body());
  }

  private HttpProblem problemOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataBufferLimitException) {
        return HttpProblem.CONTENT_TOO_LARGE;
      }
      if (isTemporary(cause)) {
        return HttpProblem.TEMPORARILY_UNAVAILABLE;
      }
    }
    return failure instanceof ErrorResponse response
        ? problemOf(response.getStatusCode())
        : HttpProblem.INTERNAL_ERROR;
  }

  private static HttpProblem problemOf(HttpStatusCode status) {
    return switch (status.value()) {
      case 404 -> HttpProblem.NOT_FOUND;
      case 405 -> HttpProblem.METHOD_NOT_ALLOWED;
      case 406 -> HttpProblem.NOT_ACCEPTABLE;
      case 413 -> HttpProblem.CONTENT_TOO_LARGE;
      case 415 -> HttpProblem.UNSUPPORTED_MEDIA_TYPE;
      default ->
          status.is4xxClientError() ? HttpProblem.MALFORMED_REQUEST : HttpProblem.INTERNAL_ERROR;
    };
  }

  private static ResponseEntity<ProblemDetail> answer(HttpStatusCode status, ProblemDetail body) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(status)
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (status.equals(HttpStatus.SERVICE_UNAVAILABLE)) {
      answer.header(HttpHeaders.RETRY_AFTER, SECONDS_TO_COME_AGAIN);
    }
    if (status.equals(HttpStatus.UNAUTHORIZED)) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return answer.body(body);
  }
}
