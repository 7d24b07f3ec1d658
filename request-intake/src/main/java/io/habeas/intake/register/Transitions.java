package io.habeas.intake.register;

import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.intake.register.Registration.Entry;
import io.habeas.intake.register.Registration.Known;
import io.habeas.process.Transition;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RequestRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the register does next, put together: a state, what is said of it, when it wakes up. */
final class Transitions {
  private Transitions() {}

  /** What could not be written before goes out first: others rely on the order. */
  static Transition<Registration, RegisterCommand> afterUnsent(
      Known before, Transition<Registration, RegisterCommand> transition) {
    if (transition.ignored() != null || before.unsent().isEmpty()) {
      return transition;
    }
    List<RegisterCommand> commands = new ArrayList<>(before.unsent());
    commands.addAll(transition.commands());
    return Transition.to(transition.state(), commands, transition.wakeUp());
  }

  static Transition<Registration, RegisterCommand> both(
      Transition<Registration, RegisterCommand> first,
      Transition<Registration, RegisterCommand> second) {
    List<RegisterCommand> commands = new ArrayList<>(first.commands());
    commands.addAll(second.commands());
    return Transition.to(second.state(), commands, second.wakeUp());
  }

  static Transition<Registration, RegisterCommand> ignored(Known known, String reason) {
    return Transition.ignored(known, reason);
  }

  static Transition<Registration, RegisterCommand> to(Known known, RegisterCommand... commands) {
    return to(known, List.of(commands));
  }

  static Transition<Registration, RegisterCommand> to(Known known, List<RegisterCommand> commands) {
    @Nullable Instant wakeUp = known.wakeUp();
    return Transition.to(known, commands, wakeUp);
  }

  static RegisterCommand announce(UUID requestId, Instant at, Object payload) {
    return new Announce(new RequestRecord(requestId, at, payload));
  }

  static RegisterCommand letter(
      UUID noticeId, UUID requestId, Instant at, Entry entry, Object payload) {
    return new SendLetter(new NoticeRecord(noticeId, requestId, at, entry.locale(), payload));
  }
}
