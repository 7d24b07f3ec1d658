package io.habeas.storeagent.redis;

import io.habeas.participant.TaskId;
import java.util.ArrayList;
import java.util.List;

/** Runs the scripts of one task. Each may throw {@link RedisFailure}, also if it was overtaken. */
final class Effects {
  private final Server server;
  private final Names names;
  private final TaskId task;

  Effects(Server server, Names names, TaskId task) {
    this.server = server;
    this.names = names;
    this.task = task;
  }

  TaskId task() {
    return task;
  }

  /**
   * Runs one.
   *
   * @param arguments those after the step
   */
  long run(String script, List<String> arguments) {
    List<String> keys = new ArrayList<>(names.fence(task.requestId()));
    keys.add(names.restriction(task.requestId()));
    keys.add(names.holds());
    keys.add(names.retention(task.requestId()));
    List<String> all = new ArrayList<>();
    all.add(Integer.toString(task.step()));
    all.addAll(arguments);
    return server.run(script, keys, all);
  }

  /** The same with a list after other arguments, a page of it at a time. */
  void runAll(String script, List<String> first, List<String> list, int multiple) {
    int most = server.page() * multiple;
    for (int from = 0; from < list.size(); from += most) {
      List<String> arguments = new ArrayList<>(first);
      arguments.addAll(list.subList(from, Math.min(from + most, list.size())));
      run(script, arguments);
    }
  }
}
