package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Deferred;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.ledger.LedgerJournal;
import io.habeas.storeagent.processor.objects.ProviderClient.Answer;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Kind;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Stop;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a person's objects one by one. That one is told to be deleted is noted before, and that
 * it is gone after: whoever takes the task up again goes on with those that are left.
 */
final class Deleting {
  /** What is the matter with one object says nothing of the next. */
  private static final Set<WaitReason> OF_ONE_OBJECT =
      Set.of(WaitReason.PROCESSOR_WORKING, WaitReason.RECORD_LOCKED, WaitReason.MAP_MISMATCH);

  private final ProviderDefinition definition;
  private final ProviderClient client;
  private final ObjectEntries entries;
  private final LedgerJournal journal;

  Deleting(
      ProviderDefinition definition,
      ProviderClient client,
      ObjectEntries entries,
      LedgerJournal journal) {
    this.definition = definition;
    this.client = client;
    this.entries = entries;
    this.journal = journal;
  }

  /**
   * Returns if none is left.
   *
   * @throws Deferred if one is; all others are gone then that could be
   */
  void delete(TaskId task, Set<String> subjects, Patience patience) throws Deferred {
    @Nullable Deferred left = null;
    String after = "";
    List<ObjectEntry> page;
    while (!(page = entries.page(subjects, after)).isEmpty()) {
      journal.check(task);
      for (ObjectEntry entry : page) {
        patience.check();
        try {
          delete(task, entry);
        } catch (Deferred e) {
          if (!OF_ONE_OBJECT.contains(e.reason())) {
            throw e;
          }
          left = left == null ? e : left;
        }
      }
      after = page.getLast().id();
    }
    if (left != null) {
      throw left;
    }
  }

  private void delete(TaskId task, ObjectEntry entry) throws Deferred {
    Kind kind = definition.kind(entry.kind());
    if (kind.stop().isPresent() && !hasStopped(kind, kind.stop().get(), entry)) {
      throw new Deferred(WaitReason.PROCESSOR_WORKING);
    }
    entries.attempt(entry);
    boolean erased =
        switch (client.delete(kind, entry.object())) {
          case Answer.Given given -> true;
          case Answer.Absent absent -> entries.isAttemptedElsewhere(entry);
        };
    entries.gone(task, entry, erased);
  }

  /** Whether nothing keeps it from being deleted. What is still going on is told to stop. */
  private boolean hasStopped(Kind kind, Stop stop, ObjectEntry entry) throws Deferred {
    if (!(client.read(kind, entry.object()) instanceof Answer.Given(var json))) {
      return true;
    }
    Optional<String> state = ProviderClient.text(json, stop.field());
    if (state.filter(stop.running()::contains).isPresent()) {
      client.stop(kind, stop.path(), entry.object());
      return false;
    }
    return state.filter(stop.stopping()::contains).isEmpty();
  }
}
