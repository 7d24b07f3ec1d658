package io.habeas.verifier;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Answers that say no (RFC 9457): a stable type, a code, and no word of what was sent. */
public final class Problems {
  private static final String TYPES = "urn:habeas:problem/";

  private Problems() {}

  /** A problem whose type is its code. */
  public static ErrorResponseException of(HttpStatusCode status, String code, String detail) {
    return of(status, code.toLowerCase(Locale.ROOT).replace('_', '-'), code, detail);
  }

  /**
   * @param type last part of the type's URI
   * @param code for programs
   * @param detail for people; never quotes the request
   */
  public static ErrorResponseException of(
      HttpStatusCode status, String type, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create(TYPES + type));
    problem.setProperty("code", code);
    return new ErrorResponseException(status, problem, null);
  }
}
