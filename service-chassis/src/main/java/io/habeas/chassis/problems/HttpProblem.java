package io.habeas.chassis.problems;

import org.springframework.http.HttpStatus;

/** What may be wrong with a request to any service, or with answering it. */
public enum HttpProblem implements ProblemType {
  MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "Expected a readable request but it is not"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "Expected something that exists but it does not"),
  METHOD_NOT_ALLOWED(
      HttpStatus.METHOD_NOT_ALLOWED, "Expected a method that is known here but it is not"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "Expected that application/json is accepted"),
  CONTENT_TOO_LARGE(
      HttpStatus.CONTENT_TOO_LARGE, "Expected a body that is not larger than what is read here"),
  UNSUPPORTED_MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE,
      "Expected a body of a type that is read here but it is not"),
  INTERNAL_ERROR(
      HttpStatus.INTERNAL_SERVER_ERROR, "Expected to answer but something is wrong here"),
  TEMPORARILY_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      "Expected to answer but cannot at present: send the same again, with the same"
          + " Idempotency-Key if there was one");

  private final HttpStatus status;
  private final String detail;

  HttpProblem(HttpStatus status, String detail) {
    this.status = status;
    this.detail = detail;
  }

  @Override
  public HttpStatus status() {
    return status;
  }

  @Override
  public String detail() {
    return detail;
  }
}
