package io.habeas.orchestrator.directives;

import java.time.Instant;

/** What can happen to a directive. */
sealed interface DirectiveEvent {

  /** It is to be respected. */
  record Issued(Directive directive, Instant at) implements DirectiveEvent {}

  /** The topic of its participant cannot be written now. */
  record CommandUndeliverable(DirectiveCommand command, Instant at) implements DirectiveEvent {}

  /** The instant has come that was asked for. */
  record WokenUp(Instant at) implements DirectiveEvent {}
}
