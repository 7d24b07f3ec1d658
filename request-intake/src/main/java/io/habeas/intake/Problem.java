package io.habeas.intake;

import io.habeas.chassis.problems.ProblemType;
import org.springframework.http.HttpStatus;

/** The ways in which the intake says no that are its own. Their types are public API. */
public enum Problem implements ProblemType {
  IDEMPOTENCY_KEY_REQUIRED(
      HttpStatus.BAD_REQUEST,
      "Expected a header Idempotency-Key of 16 to 128 random letters, digits or -_.:~ but there is"
          + " none: a UUID will do"),
  IDEMPOTENCY_KEY_REUSED(
      HttpStatus.UNPROCESSABLE_CONTENT,
      "Expected the body that came with this Idempotency-Key before but it is another"),
  UNSUPPORTED_RIGHT(
      HttpStatus.UNPROCESSABLE_CONTENT,
      "Expected a right that can be asked for here but it is none of those in 'supported'"),
  INVALID_REQUEST(HttpStatus.UNPROCESSABLE_CONTENT, "Expected a complete request but see 'errors'"),
  UNAUTHORIZED(
      HttpStatus.UNAUTHORIZED,
      "Expected the status token of an existing request in the header Authorization but it is not"
          + " there"),
  NOT_APPLICABLE(
      HttpStatus.UNPROCESSABLE_CONTENT,
      "Expected a decision that requests for this right can be subject to but it is none"),
  OTHER_PLAN(
      HttpStatus.CONFLICT,
      "Expected the plan that the request has now but it is another: look at it again"),
  UNUSABLE_AUTHOR(
      HttpStatus.FORBIDDEN,
      "Expected a token whose subject is the id of an account, of at most 96 letters, digits or"
          + " ._:- but it is not: decisions are not recorded under names or addresses"),
  PROOF_REFUSED(HttpStatus.FORBIDDEN, "Expected a valid code but it is not"),
  LINK_REFUSED(HttpStatus.FORBIDDEN, "Expected a link that holds but it does not");

  private final HttpStatus status;
  private final String detail;

  Problem(HttpStatus status, String detail) {
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
