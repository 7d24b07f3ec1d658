package io.habeas.notifier.delivery;

import io.habeas.schemas.avro.NotSentReason;

/** What finally became of a letter. */
public sealed interface Verdict {

  /** The channel's server accepted it. */
  record Sent() implements Verdict {}

  /** It will not be sent. */
  record NotSent(NotSentReason reason) implements Verdict {}
}
