package io.habeas.storeagent.search;

import io.habeas.participant.Deferred;
import io.habeas.participant.Task;

/**
 * Stops an instance that works on although the task has been taken over and finished, or overtaken
 * by a later step. Asked before every few changes: what such an instance can still do in between is
 * what whoever took over does too.
 */
@FunctionalInterface
interface Fence {

  /**
   * Returns if {@code task} may be worked on.
   *
   * @throws Deferred if the task is not to be worked on any more, or that cannot be found out
   */
  void check(Task task) throws Deferred;
}
