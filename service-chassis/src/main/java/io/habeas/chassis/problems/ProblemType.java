package io.habeas.chassis.problems;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A way in which a service says no (RFC 9457): a constant of an enum of the service's, or of {@link
 * HttpProblem}. Its type is public API and made of its name; it quotes nothing that was sent.
 */
public interface ProblemType {
  /** The name of the constant. */
  String name();

  /** The status of the answer. */
  HttpStatus status();

  /** "Expected ... but ...", for people. */
  String detail();

  /** The stable URI of the type. */
  default URI type() {
    return URI.create("urn:habeas:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** The body that says it. */
  default ProblemDetail body() {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status(), detail());
    body.setType(type());
    return body;
  }

  /** To be thrown where it is met. */
  default ErrorResponseException asException() {
    return asException(Map.of());
  }

  /** The same with further members of the body. */
  default ErrorResponseException asException(Map<String, Object> members) {
    ProblemDetail body = body();
    members.forEach(body::setProperty);
    return new MetProblem(status(), body);
  }
}
