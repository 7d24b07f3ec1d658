package io.habeas.orchestrator.directives;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of one participant, person and purpose. */
public sealed interface DirectiveState {

  /** Nothing is directed, or not any more. */
  record NotDirected() implements DirectiveState {}

  /**
   * Something is.
   *
   * @param keptUntil when it is taken back
   * @param againAt when to write it, or to take it back, where its topic could not be written; null
   *     when that is done
   */
  record Directed(Directive directive, Instant keptUntil, @Nullable Instant againAt)
      implements DirectiveState {}
}
