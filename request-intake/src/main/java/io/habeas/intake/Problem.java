package io.habeas.intake;

import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * The ways in which the intake says no (RFC 9457). Their types are public API; none quotes what was
 * sent.
 */
public enum Problem {
  MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "Expected a readable request but it is not"),
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
  UNUSABLE_AUTHOR(
      HttpStatus.FORBIDDEN,
      "Expected a token whose subject is the id of an account, of at most 96 letters, digits or"
          + " ._:- but it is not: decisions are not recorded under names or addresses"),
  PROOF_REFUSED(HttpStatus.FORBIDDEN, "Expected a valid code but it is not"),
  LINK_REFUSED(HttpStatus.FORBIDDEN, "Expected a link that holds but it does not"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "Expected something that exists but it does not"),
  METHOD_NOT_ALLOWED(
      HttpStatus.METHOD_NOT_ALLOWED, "Expected a method that is known here but it is not"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "Expected that application/json is accepted"),
  CONTENT_TOO_LARGE(
      HttpStatus.CONTENT_TOO_LARGE, "Expected a body of at most 16 KiB but it is larger"),
  UNSUPPORTED_MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Expected a body of application/json but it is not"),
  INTERNAL_ERROR(
      HttpStatus.INTERNAL_SERVER_ERROR, "Expected to answer but something is wrong here"),
  TEMPORARILY_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      "Expected to answer but cannot at present: send the same again, with the same"
          + " Idempotency-Key if there was one");

  private static final String TYPES = "urn:habeas:problem:";

  private final HttpStatus status;
  private final String detail;

  Problem(HttpStatus status, String detail) {
    this.status = status;
    this.detail = detail;
  }

  /** Its status. */
  public HttpStatus status() {
    return status;
  }

  /** The stable URI of its type. */
  public URI type() {
    return URI.create(TYPES + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
  }

  /** The body that says it. */
  public ProblemDetail body() {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setType(type());
    return body;
  }

  /** To be thrown where it is met. */
  public ErrorResponseException asException() {
    return asException(Map.of());
  }

  /** The same with further members of the body. */
  public ErrorResponseException asException(Map<String, Object> members) {
    ProblemDetail body = body();
    members.forEach(body::setProperty);
    return new Met(this, body);
  }

  /** One of these, on its way to the caller. */
  static final class Met extends ErrorResponseException {
    private static final long serialVersionUID = 1L;

    Met(Problem problem, ProblemDetail body) {
      super(problem.status(), body, null);
    }
  }
}
