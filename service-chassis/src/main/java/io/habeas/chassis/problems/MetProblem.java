package io.habeas.chassis.problems;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A {@link ProblemType} on its way to the caller: its body is ours and may be told. */
final class MetProblem extends ErrorResponseException {
  private static final long serialVersionUID = 1L;

  MetProblem(HttpStatus status, ProblemDetail body) {
    super(status, body, null);
  }
}
