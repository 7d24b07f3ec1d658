package io.habeas.verifier;

import java.util.UUID;
import org.springframework.http.HttpStatus;

/** The id of a request as callers write it. */
public final class RequestId {

  private RequestId() {}

  /**
   * The id in the one form that is stored.
   *
   * @throws org.springframework.web.ErrorResponseException 400 if it is no UUID
   */
  public static String checked(String text) {
    try {
      return UUID.fromString(text).toString();
    } catch (IllegalArgumentException e) {
      throw Problems.of(HttpStatus.BAD_REQUEST, "MALFORMED", "Expected a UUID but got none");
    }
  }
}
