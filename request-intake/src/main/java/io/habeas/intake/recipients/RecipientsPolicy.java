package io.habeas.intake.recipients;

import io.habeas.intake.recipients.RecipientsCommand.Announce;
import io.habeas.intake.recipients.RecipientsCommand.SendLetter;
import io.habeas.intake.recipients.RecipientsEvent.CommandUndeliverable;
import io.habeas.intake.recipients.RecipientsEvent.Decided;
import io.habeas.intake.recipients.RecipientsEvent.LetterNotSent;
import io.habeas.intake.recipients.RecipientsEvent.LetterSent;
import io.habeas.intake.recipients.RecipientsEvent.ToTell;
import io.habeas.intake.recipients.RecipientsEvent.Woken;
import io.habeas.intake.recipients.RecipientsState.Nobody;
import io.habeas.intake.recipients.RecipientsState.Notice;
import io.habeas.intake.recipients.RecipientsState.Standing.Missing;
import io.habeas.intake.recipients.RecipientsState.Standing.Owed;
import io.habeas.intake.recipients.RecipientsState.Standing.Settled;
import io.habeas.intake.recipients.RecipientsState.Telling;
import io.habeas.intake.register.Letters;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RecipientDecisionNotTaken;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientNotToldNotice;
import io.habeas.schemas.avro.RecipientNotice;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientTold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Art. 19: each recipient to whom the data was disclosed is told what became of it, unless that is
 * impossible or takes a disproportionate effort. A letter that has left is the receipt. One that
 * cannot leave, or has not for too long, is told to the data protection officer, and stays open
 * until a person says that it need not be told, or that they told it otherwise.
 */
public final class RecipientsPolicy
    implements Policy<RecipientsState, RecipientsEvent, RecipientsCommand> {
  private static final Duration PAUSE_BEFORE_SENDING_AGAIN = Duration.ofMinutes(1);

  /** Of a letter whose language the configuration of its reader says. */
  private static final String NO_ONES_CHOICE = "en";

  private final Duration patience;
  private final Duration memory;

  /**
   * @param patience how long a receipt is waited for before a person is asked to look
   * @param memory how long it is remembered what was told, at least as long as letters' outcomes
   *     are kept
   */
  public RecipientsPolicy(Duration patience, Duration memory) {
    this.patience = patience;
    this.memory = memory;
  }

  @Override
  public RecipientsState initial() {
    return new Nobody();
  }

  @Override
  public RecipientsEvent wakeUp(Instant now) {
    return new Woken(now);
  }

  @Override
  public RecipientsEvent undeliverable(
      RecipientsCommand command, Undeliverable reason, Instant now) {
    return new CommandUndeliverable(command, now);
  }

  private record Situation(RecipientsState state, RecipientsEvent event) {}

  @Override
  public Transition<RecipientsState, RecipientsCommand> next(
      RecipientsState state, RecipientsEvent event) {
    return switch (new Situation(state, event)) {
      case Situation(Nobody s, ToTell e) -> toTell(nothingOf(e.requestId()), e);
      case Situation(Nobody s, Decided e) -> decided(nothingOf(e.requestId()), e);
      case Situation(Nobody s, LetterSent e) -> Transition.ignored(s, "other-letter");
      case Situation(Nobody s, LetterNotSent e) -> Transition.ignored(s, "other-letter");
      case Situation(Nobody s, Woken e) -> Transition.ignored(s, "forgotten");
      case Situation(Nobody s, CommandUndeliverable e) -> Transition.ignored(s, "forgotten");
      case Situation(Telling s, ToTell e) -> toTell(s, e);
      case Situation(Telling s, LetterSent e) -> sent(s, e);
      case Situation(Telling s, LetterNotSent e) -> notSent(s, e);
      case Situation(Telling s, Decided e) -> decided(s, e);
      case Situation(Telling s, Woken e) -> woken(s, e.at());
      case Situation(Telling s, CommandUndeliverable e) -> {
        Telling after = s.withUnsent(e.command(), e.at().plus(PAUSE_BEFORE_SENDING_AGAIN));
        yield Transition.to(after, List.of(), after.wakeUp());
      }
    };
  }

  private Transition<RecipientsState, RecipientsCommand> toTell(Telling s, ToTell e) {
    List<ToTell.Letter> fresh =
        e.letters().stream().filter(letter -> !s.knows(letter.noticeId())).toList();
    if (fresh.isEmpty()) {
      return Transition.ignored(s, "duplicate");
    }
    List<Notice> notices = new ArrayList<>(s.notices());
    List<RecipientsCommand> commands = new ArrayList<>();
    for (ToTell.Letter letter : fresh) {
      Notice notice =
          new Notice(
              letter.recipient(), e.matter(), letter.noticeId(), new Owed(e.at().plus(patience)));
      notices.add(notice);
      commands.add(
          letter(
              s,
              e.at(),
              notice.noticeId(),
              new RecipientNotice(notice.recipient(), notice.matter())));
    }
    return to(s, notices, commands, e.at());
  }

  /** The receipt, also where somebody had given up hope of it. */
  private Transition<RecipientsState, RecipientsCommand> sent(Telling s, LetterSent e) {
    return change(
        s,
        e.at(),
        notice -> notice.noticeId().equals(e.noticeId()),
        "other-letter",
        notice ->
            notice.standing() instanceof Settled(boolean told, _) && told
                ? null
                : told(s, notice, null, e.at()));
  }

  private Transition<RecipientsState, RecipientsCommand> notSent(Telling s, LetterNotSent e) {
    return change(
        s,
        e.at(),
        notice -> notice.noticeId().equals(e.noticeId()),
        "other-letter",
        notice ->
            switch (notice.standing()) {
              case Owed owed -> missing(s, notice, e.reason(), e.at());
              // The officer knows; now also why.
              case Missing(NotToldReason reason) when reason != e.reason() ->
                  new Change(
                      notice.with(new Missing(e.reason())),
                      List.of(announceNotTold(s, notice, e.reason(), e.at())));
              case Missing _, Settled _ -> null;
            });
  }

  private Transition<RecipientsState, RecipientsCommand> decided(Telling s, Decided e) {
    boolean repeated =
        s.notices().stream()
            .anyMatch(
                notice ->
                    notice.standing() instanceof Settled(boolean told, var by)
                        && e.decisionId().equals(by));
    if (repeated) {
      return Transition.ignored(s, "duplicate");
    }
    if (s.notices().stream().noneMatch(notice -> isOpenFor(notice, e.recipient()))) {
      return to(
          s,
          s.notices(),
          List.of(
              announce(s, e.at(), new RecipientDecisionNotTaken(e.decisionId(), e.recipient()))),
          e.at());
    }
    return change(
        s,
        e.at(),
        notice -> isOpenFor(notice, e.recipient()),
        "nothing-owed",
        notice ->
            switch (e.finding()) {
              case TOLD_OTHERWISE -> told(s, notice, e.decisionId(), e.at());
              case IMPOSSIBLE, DISPROPORTIONATE_EFFORT ->
                  excused(s, notice, e.finding(), e.decisionId(), e.at());
            });
  }

  private static boolean isOpenFor(Notice notice, String recipient) {
    return notice.recipient().equals(recipient) && notice.open();
  }

  private Transition<RecipientsState, RecipientsCommand> woken(Telling s, Instant now) {
    if (s.unsent().isEmpty() && isOver(s.forgetAt(), now)) {
      return Transition.to(new Nobody(), List.of(), null);
    }
    List<Notice> notices = new ArrayList<>();
    List<RecipientsCommand> commands = new ArrayList<>();
    for (Notice notice : s.notices()) {
      if (notice.standing() instanceof Owed(Instant escalateAt) && isOver(escalateAt, now)) {
        Change change = missing(s, notice, NotToldReason.NO_RECEIPT, now);
        notices.add(change.after());
        commands.addAll(change.commands());
      } else {
        notices.add(notice);
      }
    }
    if (commands.isEmpty() && !isOver(s.sendAgainAt(), now)) {
      return Transition.to(s, List.of(), s.wakeUp());
    }
    return to(s, notices, commands, now);
  }

  private static boolean isOver(@Nullable Instant when, Instant now) {
    return when != null && !now.isBefore(when);
  }

  /** What becomes of one letter, and what follows. */
  private record Change(Notice after, List<RecipientsCommand> commands) {
    private Change {
      commands = List.copyOf(commands);
    }
  }

  @FunctionalInterface
  private interface Consequence {
    @Nullable Change of(Notice notice);
  }

  private Transition<RecipientsState, RecipientsCommand> change(
      Telling s, Instant at, Predicate<Notice> which, String otherwise, Consequence consequence) {
    List<Notice> notices = new ArrayList<>();
    List<RecipientsCommand> commands = new ArrayList<>();
    boolean changed = false;
    boolean met = false;
    for (Notice notice : s.notices()) {
      boolean concerned = which.test(notice);
      Change change = concerned ? consequence.of(notice) : null;
      met |= concerned;
      changed |= change != null;
      notices.add(change == null ? notice : change.after());
      if (change != null) {
        commands.addAll(change.commands());
      }
    }
    return changed
        ? to(s, notices, commands, at)
        : Transition.ignored(s, met ? "duplicate" : otherwise);
  }

  private static Change told(Telling s, Notice notice, @Nullable UUID decidedBy, Instant at) {
    return new Change(
        notice.with(new Settled(true, decidedBy)),
        List.of(
            announce(
                s,
                at,
                new RecipientTold(
                    notice.recipient(), notice.matter(), notice.noticeId(), decidedBy))));
  }

  private static Change excused(
      Telling s, Notice notice, RecipientFinding finding, UUID decidedBy, Instant at) {
    return new Change(
        notice.with(new Settled(false, decidedBy)),
        List.of(
            announce(
                s,
                at,
                new RecipientExcused(
                    notice.recipient(), notice.matter(), notice.noticeId(), finding, decidedBy))));
  }

  private static Change missing(Telling s, Notice notice, NotToldReason reason, Instant at) {
    return new Change(
        notice.with(new Missing(reason)),
        List.of(
            announceNotTold(s, notice, reason, at),
            letter(
                s,
                at,
                Letters.recipientNotTold(notice.noticeId()),
                new RecipientNotToldNotice(notice.recipient(), notice.matter(), reason))));
  }

  private static RecipientsCommand announceNotTold(
      Telling s, Notice notice, NotToldReason reason, Instant at) {
    return announce(
        s,
        at,
        new RecipientNotTold(notice.recipient(), notice.matter(), notice.noticeId(), reason));
  }

  /** What could not be written before goes out first. */
  private Transition<RecipientsState, RecipientsCommand> to(
      Telling s, List<Notice> notices, List<RecipientsCommand> commands, Instant at) {
    boolean open = notices.stream().anyMatch(Notice::open);
    Telling after = s.with(notices, open ? null : at.plus(memory));
    List<RecipientsCommand> all = new ArrayList<>(s.unsent());
    all.addAll(commands);
    return Transition.to(after, all, after.wakeUp());
  }

  private static Telling nothingOf(UUID requestId) {
    return new Telling(requestId, List.of(), null, List.of(), null);
  }

  private static RecipientsCommand announce(Telling s, Instant at, Object payload) {
    return new Announce(new RecipientRecord(s.requestId(), at, payload));
  }

  private static RecipientsCommand letter(Telling s, Instant at, UUID noticeId, Object payload) {
    return new SendLetter(new NoticeRecord(noticeId, s.requestId(), at, NO_ONES_CHOICE, payload));
  }
}
