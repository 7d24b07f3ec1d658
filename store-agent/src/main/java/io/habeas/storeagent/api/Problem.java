package io.habeas.storeagent.api;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * The ways in which the agent says no (RFC 9457). Their types are public API; none quotes what was
 * sent.
 */
public enum Problem {
  MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "Expected a readable request but it is not"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "Expected something that exists but it does not"),
  METHOD_NOT_ALLOWED(
      HttpStatus.METHOD_NOT_ALLOWED, "Expected a method that is known here but it is not"),
  CONTENT_TOO_LARGE(
      HttpStatus.CONTENT_TOO_LARGE, "Expected a smaller body: see the agent's settings"),
  UNSUPPORTED_MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Expected a body of a type that is read here"),
  CLAIMED_BY_ANOTHER(
      HttpStatus.CONFLICT, "Expected a work item that nobody else works on but somebody does"),
  NOT_CLAIMED(HttpStatus.CONFLICT, "Expected a work item that you have claimed but you have not"),
  SAME_PERSON(
      HttpStatus.CONFLICT,
      "Expected somebody else than who erased: an erasure is verified by another person"),
  WITHDRAWN(HttpStatus.CONFLICT, "Expected an open work item but it is not to be done any more"),
  ALREADY_COMPLETED(
      HttpStatus.CONFLICT,
      "Expected what this work item was completed with but it is something else"),
  CHANGED_MEANWHILE(
      HttpStatus.CONFLICT,
      "Expected a work item as you have seen it but it has changed: look again"),
  NOT_AN_EXPORT(HttpStatus.CONFLICT, "Expected a task to export but it is to do something else"),
  INVALID_COMPLETION(
      HttpStatus.UNPROCESSABLE_CONTENT,
      "Expected a completion that fits the task but see 'errors'"),
  INVALID_UPLOAD(
      HttpStatus.UNPROCESSABLE_CONTENT, "Expected an upload that can be used but see 'errors'"),
  INVALID_OBJECT(
      HttpStatus.UNPROCESSABLE_CONTENT, "Expected objects that are known here but see 'errors'"),
  OBJECT_OF_ANOTHER(
      HttpStatus.CONFLICT,
      "Expected an object of one person but it is somebody else's already: see 'errors'"),
  INTERNAL_ERROR(
      HttpStatus.INTERNAL_SERVER_ERROR, "Expected to answer but something is wrong here"),
  TEMPORARILY_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE, "Expected to answer but cannot at present: send it again");

  private static final String TYPES = "urn:habeas:problem:";

  private final HttpStatus status;
  private final String detail;

  Problem(HttpStatus status, String detail) {
    this.status = status;
    this.detail = detail;
  }

  HttpStatus status() {
    return status;
  }

  /** The body that says it. */
  ProblemDetail body() {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setType(URI.create(TYPES + name().toLowerCase(Locale.ROOT).replace('_', '-')));
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
