package io.habeas.verifier.gate;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a request was last answered at the gate.
 *
 * @param ask which of its questions was answered
 * @param holds what the person was held by; empty if the request passed
 * @param subject whose it is, as a reference
 * @param identifiers those that were looked at, and marked if it passed
 * @param at when that was decided
 */
record Passage(
    String requestId,
    int ask,
    List<String> holds,
    String subject,
    Set<String> identifiers,
    Instant at) {
  Passage {
    holds = List.copyOf(holds);
    identifiers = Set.copyOf(identifiers);
  }

  boolean passed() {
    return holds.isEmpty();
  }

  Mark mark() {
    return new Mark(requestId, ask);
  }

  /** The marks that earlier questions may have left. */
  List<Mark> earlierMarks() {
    return IntStream.range(1, ask).mapToObj(earlier -> new Mark(requestId, earlier)).toList();
  }

  /**
   * That a request passed with a question. Numbered, so that whoever is late with taking one back
   * never takes back a later one.
   */
  record Mark(String requestId, int ask) {
    private static final char DIVIDER = '/';

    static Mark of(String text) {
      int divider = text.indexOf(DIVIDER);
      return new Mark(text.substring(0, divider), Integer.parseInt(text.substring(divider + 1)));
    }

    String text() {
      return requestId + DIVIDER + ask;
    }
  }
}
