package io.habeas.storeagent.manual;

import io.habeas.participant.Action;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What people do for one dataset. The agent needs a ledger with a keyset too.
 *
 * @param actions what they can be asked for
 * @param dueWithin how long they have, as it is shown to them; nothing else follows from it
 * @param evidenceKept how long is kept what they wrote when they were done (Art. 5(2))
 * @param largestUpload how large one upload may be
 */
public record ManualConnection(
    @NotEmpty @DefaultValue({"LOCATE", "EXPORT", "RESTRICT", "LIFT", "ERASE", "VERIFY", "RECTIFY"})
        Set<Action> actions,
    @NotNull @DefaultValue("7d") Duration dueWithin,
    @NotNull @DefaultValue("1095d") Duration evidenceKept,
    @NotNull @DefaultValue("256MB") DataSize largestUpload) {
  public ManualConnection {
    actions = Set.copyOf(actions);
  }
}
