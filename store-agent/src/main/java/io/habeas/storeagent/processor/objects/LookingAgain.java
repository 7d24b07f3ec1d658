package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Deferred;
import io.habeas.participant.TaskId;
import io.habeas.storeagent.processor.objects.ProviderClient.Answer;
import java.util.List;
import java.util.Set;

/**
 * Asks the processor for each object that should be gone, and for what was reported since: only
 * that it says it has none is believed. What was found is noted, so that many objects can be looked
 * at in several goes.
 */
final class LookingAgain {
  private final ProviderDefinition definition;
  private final ProviderClient client;
  private final ObjectEntries entries;

  LookingAgain(ProviderDefinition definition, ProviderClient client, ObjectEntries entries) {
    this.definition = definition;
    this.client = client;
    this.entries = entries;
  }

  void look(TaskId task, Set<String> subjects, Patience patience) throws Deferred {
    String after = "";
    List<ObjectEntry> page;
    while (!(page = entries.unchecked(task, subjects, after)).isEmpty()) {
      for (ObjectEntry entry : page) {
        patience.check();
        boolean present =
            switch (client.read(definition.kind(entry.kind()), entry.object())) {
              case Answer.Given given -> true;
              case Answer.Absent absent -> false;
            };
        entries.checked(task, entry, present);
      }
      after = page.getLast().id();
    }
  }
}
