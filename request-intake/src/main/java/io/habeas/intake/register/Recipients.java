package io.habeas.intake.register;

import io.habeas.intake.register.RegisterEvent.Completed;
import io.habeas.intake.register.RegisterEvent.ErasureCompleted;
import io.habeas.intake.register.RegisterEvent.ExportCompleted;
import io.habeas.intake.register.RegisterEvent.ProcessingStopped;
import io.habeas.intake.register.RegisterEvent.RectificationCompleted;
import io.habeas.intake.register.RegisterEvent.RestrictedThroughout;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientToTell;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.Right;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/**
 * Which recipients are told what a request came to (Art. 19, L22): those whom the controller
 * approved for the right, and only where something was done; that nothing is held about somebody is
 * nobody else's business. Pure.
 *
 * @param byRight the recipients that are told what each right came to
 * @param restingOn those who got nothing but what rests on consents, with the purposes of these; in
 *     the order in which they are told
 */
public record Recipients(
    Map<Right, List<String>> byRight, SequencedMap<String, Set<String>> restingOn) {

  /** Where data was disclosed to nobody. */
  public static final Recipients NONE = new Recipients(Map.of(), new LinkedHashMap<>());

  public Recipients {
    byRight = Map.copyOf(byRight);
    restingOn = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(restingOn));
  }

  /**
   * Who is told of this; nobody where nothing was done. Where only what rested on withdrawn
   * consents was erased, those alone who got nothing else: the others may keep what they have
   * (L21), and would be told that everything was erased.
   *
   * @param withdrawn the purposes for which consent was withdrawn; empty for other rights
   */
  List<String> of(Right right, List<String> withdrawn, Completed completed) {
    if (!somethingDone(completed)) {
      return List.of();
    }
    return right == Right.CONSENT_WITHDRAWAL
        ? restingOn.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty() && withdrawn.containsAll(each.getValue()))
            .map(Map.Entry::getKey)
            .toList()
        : byRight.getOrDefault(right, List.of());
  }

  /** Has them told; no command where there are none. */
  static List<RegisterCommand> tell(
      UUID requestId, Instant at, RecipientMatter matter, List<String> recipients) {
    return recipients.isEmpty()
        ? List.of()
        : List.of(
            Transitions.announce(
                requestId,
                at,
                new RecipientsToTell(
                    matter,
                    recipients.stream()
                        .map(
                            recipient ->
                                new RecipientToTell(
                                    recipient, Letters.recipient(requestId, matter, recipient)))
                        .toList())));
  }

  /** What they are told of it. */
  static RecipientMatter matterOf(Completed completed) {
    return switch (completed) {
      case ErasureCompleted e -> RecipientMatter.ERASURE;
      case RectificationCompleted e -> RecipientMatter.RECTIFICATION;
      case RestrictedThroughout e -> RecipientMatter.RESTRICTION;
      case ExportCompleted e -> throw nothingChanged();
      case ProcessingStopped e -> throw nothingChanged();
    };
  }

  private static IllegalArgumentException nothingChanged() {
    return new IllegalArgumentException("Expected a change of data but nothing was changed");
  }

  /** A store for which a person vouched has no counts: what they say is believed. */
  private static boolean somethingDone(Completed completed) {
    return switch (completed) {
      case ErasureCompleted e ->
          e.completion() == Completion.ERASED_IN_FULL
              || (e.completion() == Completion.ERASED_IN_PART
                  && e.stores().stream()
                      .anyMatch(
                          store ->
                              store.getDecidedBy() != null
                                  || store.getCollections().stream()
                                      .anyMatch(c -> c.getErased() + c.getAnonymised() > 0)));
      case RectificationCompleted e ->
          e.completion() == Completion.RECTIFIED
              || e.stores().stream()
                  .anyMatch(store -> any(store.getCorrected()) || any(store.getSupplemented()));
      case RestrictedThroughout e ->
          e.completion() == Completion.RESTRICTED
              || e.stores().stream().anyMatch(store -> any(store.getRestricted()));
      case ExportCompleted e -> false;
      // Art. 19 is about Art. 16, 17(1) and 18.
      case ProcessingStopped e -> false;
    };
  }

  private static boolean any(List<CollectionCount> counts) {
    return counts.stream().anyMatch(count -> count.getRecords() > 0);
  }
}
