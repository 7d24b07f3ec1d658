package io.habeas.intake.register;

import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RequestRecord;

/** What the register tells others. */
public sealed interface RegisterCommand {

  /** Publish where a request's life has come to. */
  record Announce(RequestRecord record) implements RegisterCommand {}

  /** Have a letter sent. */
  record SendLetter(NoticeRecord record) implements RegisterCommand {}
}
