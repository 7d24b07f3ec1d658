package io.habeas.storeagent.api;

import io.habeas.chassis.problems.ProblemType;
import org.springframework.http.HttpStatus;

/** The ways in which the agent says no that are its own. Their types are public API. */
public enum Problem implements ProblemType {
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
      "Expected an object of one person but it is somebody else's already: see 'errors'");

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
