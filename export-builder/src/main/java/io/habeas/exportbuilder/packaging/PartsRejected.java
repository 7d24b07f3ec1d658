package io.habeas.exportbuilder.packaging;

import io.habeas.schemas.avro.PartsRefusal;

/** What a participant uploaded is not what it said, or not for this request. */
final class PartsRejected extends Exception {
  private static final long serialVersionUID = 1L;
  private final PartsRefusal reason;

  PartsRejected(PartsRefusal reason) {
    super(reason.name());
    this.reason = reason;
  }

  PartsRefusal reason() {
    return reason;
  }
}
