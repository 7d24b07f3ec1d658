package io.habeas.protocol.fanout;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Moved.Ask;
import io.habeas.protocol.fanout.Moved.Delay;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request's exchange with all its participants. Asks until each has answered, with growing
 * pauses; knows when nothing is owed any more. Pure and immutable.
 *
 * @param conversations one per participant, in the order in which they were first asked
 * @param <T> what a participant can be asked
 */
public record FanOut<T>(List<Conversation<T>> conversations) {

  public FanOut {
    conversations = List.copyOf(conversations);
  }

  /** Nobody was asked anything yet. */
  public static <T> FanOut<T> withNobody() {
    return new FanOut<>(List.of());
  }

  /** Asks each of {@code whom} a new task; what they still owed of an earlier one lapses. */
  public Moved<T> ask(Collection<ParticipantId> whom, T task, Instant now, Pauses pauses) {
    return ask(whom, task, null, now, pauses);
  }

  /** Asks a new task whose reason is that the previous outcome was not good enough. */
  public Moved<T> askBecause(
      WaitReason reason, ParticipantId whom, T task, Instant now, Pauses pauses) {
    return ask(List.of(whom), task, new Waiting(reason, now), now, pauses);
  }

  private Moved<T> ask(
      Collection<ParticipantId> whom,
      T task,
      @Nullable Waiting because,
      Instant now,
      Pauses pauses) {
    List<Conversation<T>> after = new ArrayList<>(conversations);
    List<Ask<T>> asks = new ArrayList<>(whom.size());
    List<Delay> delays = new ArrayList<>();
    Instant askAgainAt = now.plus(pauses.forAnswer(1));
    int from = 0;
    for (ParticipantId participant : whom) {
      int index = indexOf(participant, from);
      Conversation<T> before =
          index < 0 ? Conversation.with(participant) : conversations.get(index);
      int step = Math.max(before.step(), before.seenStep()) + 1;
      var asked =
          new Conversation<T>(
              participant, step, 0, new Turn.Theirs<>(task, 1, askAgainAt, because));
      if (index < 0) {
        after.add(asked);
      } else {
        after.set(index, asked);
        from = index + 1;
      }
      asks.add(new Ask<>(participant, step, task));
      if (because != null) {
        delays.add(new Delay(participant, because, askAgainAt));
      }
    }
    return new Moved<>(new FanOut<>(after), asks, delays);
  }

  /**
   * Why a reply to {@code step} must be ignored; empty if it answers what is owed.
   *
   * @param task what the reply answers; null for a reply that fits every task
   */
  public Optional<Objection> objectionTo(ParticipantId participant, int step, @Nullable T task) {
    int index = indexOf(participant, 0);
    if (index < 0) {
      return Optional.of(Objection.UNKNOWN_PARTICIPANT);
    }
    Conversation<T> conversation = conversations.get(index);
    if (step < conversation.step()) {
      return Optional.of(Objection.STALE_STEP);
    }
    if (step > conversation.step()) {
      return Optional.of(Objection.FUTURE_STEP);
    }
    return switch (conversation.turn()) {
      case Turn.Nobody<T> answered -> Optional.of(Objection.DUPLICATE);
      case Turn.Theirs<T> theirs -> otherThan(theirs.task(), task);
      case Turn.Ours<T> ours -> otherThan(ours.task(), task);
    };
  }

  private static <T> Optional<Objection> otherThan(T asked, @Nullable T answered) {
    return answered == null || answered.equals(asked)
        ? Optional.empty()
        : Optional.of(Objection.OTHER_TASK);
  }

  /** The participant's answer is in. */
  public FanOut<T> answered(ParticipantId participant) {
    int index = indexOf(participant, 0);
    return index < 0 ? this : with(index, conversations.get(index).turn(new Turn.Nobody<>()));
  }

  /**
   * The participant cannot answer now, or cannot be reached: it is asked the same step again after
   * a pause. Saying so twice lengthens nothing.
   */
  public Moved<T> putOff(ParticipantId participant, WaitReason reason, Instant now, Pauses pauses) {
    int index = indexOf(participant, 0);
    if (index < 0) {
      return unmoved();
    }
    Conversation<T> conversation = conversations.get(index);
    return switch (conversation.turn()) {
      case Turn.Nobody<T> answered -> unmoved();
      case Turn.Ours<T> ours ->
          waiting(
              index, ours.task(), ours.attempts(), ours.askAgainAt(), ours.waiting(), reason, now);
      case Turn.Theirs<T> theirs ->
          waiting(
              index,
              theirs.task(),
              theirs.attempts(),
              now.plus(pauses.afterDeferral(theirs.attempts())),
              theirs.waiting(),
              reason,
              now);
    };
  }

  private Moved<T> waiting(
      int index,
      T task,
      int attempts,
      Instant askAgainAt,
      @Nullable Waiting before,
      WaitReason reason,
      Instant now) {
    Waiting after = since(before, reason, now);
    Conversation<T> conversation = conversations.get(index);
    List<Delay> delays =
        after.equals(before)
            ? List.of()
            : List.of(new Delay(conversation.participant(), after, askAgainAt));
    return new Moved<>(
        with(index, conversation.turn(new Turn.Ours<>(task, attempts, askAgainAt, after))),
        List.of(),
        delays);
  }

  private static Waiting since(@Nullable Waiting before, WaitReason reason, Instant now) {
    return before != null && before.reason() == reason ? before : new Waiting(reason, now);
  }

  /**
   * The participant has seen a later step than we remember and did nothing. It is asked again after
   * a pause, with a step above the one that it saw.
   */
  public Moved<T> superseded(ParticipantId participant, int seenStep, Instant now, Pauses pauses) {
    Moved<T> moved = putOff(participant, WaitReason.INTERNAL_ERROR, now, pauses);
    int index = indexOf(participant, 0);
    if (index < 0) {
      return moved;
    }
    Conversation<T> later = moved.fanOut().conversations().get(index);
    return new Moved<>(
        moved
            .fanOut()
            .with(index, new Conversation<>(participant, later.step(), seenStep, later.turn())),
        moved.asks(),
        moved.delays());
  }

  /** Asks everybody again whose pause or whose time for an answer is over. */
  public Moved<T> askAgain(Instant now, Pauses pauses) {
    List<Conversation<T>> after = new ArrayList<>(conversations);
    List<Ask<T>> asks = new ArrayList<>();
    List<Delay> delays = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      Conversation<T> conversation = after.get(i);
      switch (conversation.turn()) {
        case Turn.Nobody<T> answered -> {}
        case Turn.Ours<T> ours -> {
          if (!ours.askAgainAt().isAfter(now)) {
            Conversation<T> asked =
                again(conversation, ours.task(), ours.attempts() + 1, ours.waiting(), now, pauses);
            after.set(i, asked);
            asks.add(new Ask<>(asked.participant(), asked.step(), ours.task()));
          }
        }
        case Turn.Theirs<T> theirs -> {
          if (!theirs.askAgainAt().isAfter(now)) {
            Waiting waiting = since(theirs.waiting(), WaitReason.NO_ANSWER, now);
            Conversation<T> asked =
                again(conversation, theirs.task(), theirs.attempts() + 1, waiting, now, pauses);
            after.set(i, asked);
            asks.add(new Ask<>(asked.participant(), asked.step(), theirs.task()));
            if (!waiting.equals(theirs.waiting())) {
              delays.add(
                  new Delay(
                      asked.participant(),
                      waiting,
                      now.plus(pauses.forAnswer(theirs.attempts() + 1))));
            }
          }
        }
      }
    }
    return new Moved<>(asks.isEmpty() ? this : new FanOut<>(after), asks, delays);
  }

  private static <T> Conversation<T> again(
      Conversation<T> conversation,
      T task,
      int attempts,
      Waiting waiting,
      Instant now,
      Pauses pauses) {
    int step =
        conversation.seenStep() < conversation.step()
            ? conversation.step()
            : conversation.seenStep() + 1;
    Instant askAgainAt = now.plus(pauses.forAnswer(attempts));
    return new Conversation<>(
        conversation.participant(),
        step,
        0,
        new Turn.Theirs<>(task, attempts, askAgainAt, waiting));
  }

  /** Nothing is owed any more: whatever still comes is late. */
  public FanOut<T> silenced() {
    return new FanOut<>(
        conversations.stream().map(each -> each.turn(new Turn.Nobody<T>())).toList());
  }

  /** What a participant was asked and has not answered yet; empty if it owes nothing. */
  public Optional<T> owedBy(ParticipantId participant) {
    int index = indexOf(participant, 0);
    return index < 0
        ? Optional.empty()
        : switch (conversations.get(index).turn()) {
          case Turn.Nobody<T> answered -> Optional.empty();
          case Turn.Theirs<T> theirs -> Optional.of(theirs.task());
          case Turn.Ours<T> ours -> Optional.of(ours.task());
        };
  }

  /** Whether everybody has answered what was asked. */
  public boolean joined() {
    for (Conversation<T> conversation : conversations) {
      if (!(conversation.turn() instanceof Turn.Nobody<T>)) {
        return false;
      }
    }
    return true;
  }

  /** When somebody must be asked again; null if nothing is owed. */
  public @Nullable Instant nextAskAt() {
    Instant earliest = null;
    for (Conversation<T> conversation : conversations) {
      Instant at =
          switch (conversation.turn()) {
            case Turn.Nobody<T> answered -> null;
            case Turn.Theirs<T> theirs -> theirs.askAgainAt();
            case Turn.Ours<T> ours -> ours.askAgainAt();
          };
      if (at != null && (earliest == null || at.isBefore(earliest))) {
        earliest = at;
      }
    }
    return earliest;
  }

  private Moved<T> unmoved() {
    return new Moved<>(this, List.of(), List.of());
  }

  private FanOut<T> with(int index, Conversation<T> conversation) {
    List<Conversation<T>> after = new ArrayList<>(conversations);
    after.set(index, conversation);
    return new FanOut<>(after);
  }

  /** Searches from {@code from} on and then from the start: a whole fan-out is asked in order. */
  private int indexOf(ParticipantId participant, int from) {
    for (int i = from; i < conversations.size(); i++) {
      if (conversations.get(i).participant().equals(participant)) {
        return i;
      }
    }
    for (int i = 0; i < Math.min(from, conversations.size()); i++) {
      if (conversations.get(i).participant().equals(participant)) {
        return i;
      }
    }
    return -1;
  }
}
