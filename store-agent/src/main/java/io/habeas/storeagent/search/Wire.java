package io.habeas.storeagent.search;

import java.io.IOException;
import java.util.Optional;

/** Carries single calls to the cluster. */
@FunctionalInterface
interface Wire {

  /**
   * Calls, and waits for the answer for as long as the connection says.
   *
   * @throws IOException if there is none
   */
  Reply send(Call call) throws IOException;

  /**
   * A call.
   *
   * @param path with its query, encoded; never with anything of a person
   * @param body in JSON, one or several lines of it; empty for none
   */
  record Call(String method, String path, Optional<String> body) {
    /** Leaves the body out: it has identifiers in it. */
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /**
   * An answer.
   *
   * @param status of HTTP
   */
  record Reply(int status, String body) {
    /** Leaves the body out: it has documents in it. */
    @Override
    public String toString() {
      return "Reply[" + status + "]";
    }
  }
}
