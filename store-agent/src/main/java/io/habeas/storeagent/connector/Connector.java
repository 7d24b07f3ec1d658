package io.habeas.storeagent.connector;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import java.util.List;

/**
 * One store of whatever kind, reached by the agent. Made without the store being there: one that is
 * down, or is not as the map says, answers so by {@link DataHolder#unfit} until it is mended.
 */
public interface Connector extends AutoCloseable {

  /** Reads and changes what the store holds. */
  DataHolder holder();

  /** Remembers, in the same store, what each task came to. */
  OutcomeLog outcomes();

  /** What the map says that the store holds, needs and yields. */
  Declaration declaration();

  /** Where map and live store contradict each other: names of the map, never contents. */
  List<String> contradictions();

  /**
   * What in the live store makes requests slow or heavy without making them wrong: an index that is
   * missing, say. Names of the map, never contents. Looks at the store, so it takes a moment.
   */
  List<String> advice();

  @Override
  void close();
}
