package io.habeas.process.probe;

import java.util.Map;

/** Looks whether something is as a service needs it. */
public interface Probe {

  /** The name of what it looks at, in health reports. */
  String name();

  /** Looks now. May block for a short time; runs on a thread of its own. Never throws. */
  Finding check();

  /**
   * What was found.
   *
   * @param up whether the service can work
   * @param details why, or how; never personal data
   */
  record Finding(boolean up, Map<String, Object> details) {
    public Finding {
      details = Map.copyOf(details);
    }

    public static Finding ok() {
      return new Finding(true, Map.of());
    }

    /** Not usable because {@code failure} happened; its text stays out, since it may quote data. */
    public static Finding failed(Throwable failure) {
      return new Finding(false, Map.of("error", failure.getClass().getSimpleName()));
    }
  }
}
