package io.habeas.participant.testkit;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;

/**
 * A participant as it is right after its process has started: it remembers nothing but what is in
 * its store.
 *
 * @param holder reads and changes the store
 * @param outcomes the log of outcomes in the same store
 * @param declaration what is declared
 * @param stop lets go of connections and the like; the store stays
 */
public record Instance(
    DataHolder holder, OutcomeLog outcomes, Declaration declaration, Runnable stop)
    implements AutoCloseable {

  /** One that has nothing to let go of. */
  public Instance(DataHolder holder, OutcomeLog outcomes, Declaration declaration) {
    this(holder, outcomes, declaration, () -> {});
  }

  @Override
  public void close() {
    stop.run();
  }
}
