package io.habeas.storeagent.processor.opendsr;

import java.util.Locale;

/** What can be asked of a processor by OpenDSR. */
enum RequestType {
  ERASURE,
  ACCESS,
  PORTABILITY;

  /** As it is written. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
