package io.habeas.standalone.sample;

import java.util.List;

/** Looks at the store of sessions. */
final class SessionsWatch implements StoreWatch {
  private final SessionStore sessions;

  SessionsWatch(SessionStore sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<TableContent> everything() {
    return List.of(
        new TableContent("sessions", sessions.sessions()),
        new TableContent("rate_limits", sessions.limits()),
        new TableContent("waiting_room", sessions.waiting()));
  }
}
