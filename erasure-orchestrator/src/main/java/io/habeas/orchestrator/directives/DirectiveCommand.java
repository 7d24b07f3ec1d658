package io.habeas.orchestrator.directives;

import java.time.Instant;

/** What the topic of a participant is to say. */
sealed interface DirectiveCommand {

  /** What it is about. */
  Directive directive();

  /** It is to be respected from now on. */
  record Put(Directive directive, Instant keptUntil) implements DirectiveCommand {}

  /** It need not be respected any more. */
  record TakeBack(Directive directive) implements DirectiveCommand {}
}
