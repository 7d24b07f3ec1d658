package io.habeas.intake.recipients;

import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.RecipientMatter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which recipients are told about one request. */
public sealed interface RecipientsState {

  /** None so far. */
  record Nobody() implements RecipientsState {}

  /**
   * Some are, or were.
   *
   * @param forgetAt when nothing of it can be heard any more; null while a receipt is open
   * @param unsent commands whose topic could not be written, in order
   * @param sendAgainAt when to try them again; null if there are none
   */
  record Telling(
      UUID requestId,
      List<Notice> notices,
      @Nullable Instant forgetAt,
      List<RecipientsCommand> unsent,
      @Nullable Instant sendAgainAt)
      implements RecipientsState {
    public Telling {
      notices = List.copyOf(notices);
      unsent = List.copyOf(unsent);
    }

    boolean knows(UUID noticeId) {
      return notices.stream().anyMatch(notice -> notice.noticeId().equals(noticeId));
    }

    /** The same, with nothing unsent. */
    Telling with(List<Notice> after, @Nullable Instant forget) {
      return new Telling(requestId, after, forget, List.of(), null);
    }

    Telling withUnsent(RecipientsCommand command, Instant again) {
      List<RecipientsCommand> more = new ArrayList<>(unsent);
      more.add(command);
      return new Telling(requestId, notices, forgetAt, more, again);
    }

    /** The earliest instant at which something is to be done without anybody's asking. */
    @Nullable Instant wakeUp() {
      Stream<@Nullable Instant> own = Stream.of(forgetAt, sendAgainAt);
      Stream<@Nullable Instant> escalations =
          notices.stream()
              .map(
                  notice ->
                      notice.standing() instanceof Standing.Owed(Instant escalateAt)
                          ? escalateAt
                          : null);
      return Stream.concat(own, escalations)
          .filter(Objects::nonNull)
          .min(Instant::compareTo)
          .orElse(null);
    }
  }

  /**
   * One letter to one recipient.
   *
   * @param recipient its code
   */
  record Notice(String recipient, RecipientMatter matter, UUID noticeId, Standing standing) {

    boolean open() {
      return switch (standing) {
        case Standing.Owed owed -> true;
        case Standing.Missing missing -> true;
        case Standing.Settled settled -> false;
      };
    }

    Notice with(Standing after) {
      return new Notice(recipient, matter, noticeId, after);
    }
  }

  /** How the telling of one recipient stands. */
  sealed interface Standing {

    /**
     * The letter is on its way.
     *
     * @param escalateAt when somebody has to look
     */
    record Owed(Instant escalateAt) implements Standing {}

    /** It could not be told; a person has to say what is to be done. */
    record Missing(NotToldReason reason) implements Standing {}

    /**
     * Nothing is owed any more.
     *
     * @param told whether it was told; else it need not be
     * @param decidedBy the decision that settled it; null if the letter was the receipt
     */
    record Settled(boolean told, @Nullable UUID decidedBy) implements Standing {}
  }
}
