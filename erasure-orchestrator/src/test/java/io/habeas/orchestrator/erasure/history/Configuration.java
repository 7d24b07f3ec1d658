package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasureOrder;
import io.habeas.orchestrator.erasure.ErasurePolicy;
import io.habeas.orchestrator.erasure.Plan;
import io.habeas.orchestrator.erasure.Scope;
import io.habeas.orchestrator.history.Vault;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the controller approved: whom it requires, on what they rest, in which order they are
 * erased, and its terms. Whom it requires and on what they rest may change on the way.
 */
final class Configuration {
  /** After what time it is looked whether a store has reported all that it keeps. */
  static final Duration HEARD_WITHIN = Duration.ofHours(30);

  private static final Pauses PAUSES =
      new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofSeconds(30));
  private static final int ROUNDS = 12;
  private static final int RE_ERASURES = 3;
  private static final Period ESCALATION = Period.ofDays(7);
  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  private static final String NEWSLETTER = "newsletter";
  private static final String ADS = "ads";
  private static final List<Set<String>> CONSENTS =
      List.of(
          Set.of(NEWSLETTER), Set.of(NEWSLETTER), Set.of(NEWSLETTER, ADS), Set.of(ADS), Set.of());

  private final Dice dice;
  private final Scope scope;
  private final ErasurePolicy.Terms terms;
  private final List<RequiredParticipant> required = new ArrayList<>();
  private final Set<ParticipantId> everConcerned = new HashSet<>();
  private ErasureOrder order = ErasureOrder.none();

  /** One that requires nobody yet. */
  Configuration(Dice dice) {
    this.dice = dice;
    this.scope =
        switch (dice.bases.nextInt(6)) {
          case 0 -> new Scope.RestingOn(Set.of(NEWSLETTER));
          case 1 -> new Scope.RestingOn(Set.of(NEWSLETTER, ADS));
          default -> new Scope.Everything();
        };
    Duration coolingOff = dice.random.nextBoolean() ? Duration.ZERO : Duration.ofHours(1);
    Plan.Approval approval =
        dice.random.nextInt(3) > 0
            ? Plan.Approval.unneeded()
            : new Plan.Approval((long) dice.random.nextInt(10), 10);
    this.terms =
        new ErasurePolicy.Terms(
            ROUNDS, RE_ERASURES, coolingOff, ZONE, approval, ESCALATION, HEARD_WITHIN);
  }

  /** The policy of somebody who knows nothing but this. */
  ErasurePolicy policy() {
    return new ErasurePolicy(required, order, PAUSES, terms);
  }

  RequiredParticipant require(ParticipantId id) {
    Set<IdentifierType> types = new HashSet<>();
    types.add(someType());
    types.add(someType());
    RequiredParticipant participant = new RequiredParticipant(id, types, someConsents());
    required.add(participant);
    noteWhomItConcerns();
    return participant;
  }

  private IdentifierType someType() {
    return Vault.TYPES.get(dice.random.nextInt(Vault.TYPES.size()));
  }

  private Set<String> someConsents() {
    return CONSENTS.get(dice.bases.nextInt(CONSENTS.size()));
  }

  /** Some are erased after one that was required before them. */
  void putInOrder() {
    Map<ParticipantId, Set<ParticipantId>> after = new HashMap<>();
    if (dice.random.nextBoolean()) {
      for (int i = 1; i < required.size(); i++) {
        if (dice.random.nextBoolean()) {
          after.put(required.get(i).id(), Set.of(required.get(dice.random.nextInt(i)).id()));
        }
      }
    }
    order = new ErasureOrder(after);
  }

  /**
   * Now and then it says otherwise on what somebody rests.
   *
   * @return whether it does now
   */
  boolean basesChange() {
    if (scope instanceof Scope.Everything || dice.bases.nextInt(8) > 0) {
      return false;
    }
    int index = dice.bases.nextInt(required.size());
    RequiredParticipant before = required.get(index);
    required.set(
        index, new RequiredParticipant(before.id(), before.identifierTypes(), someConsents()));
    noteWhomItConcerns();
    return true;
  }

  private void noteWhomItConcerns() {
    concerned().forEach(participant -> everConcerned.add(participant.id()));
  }

  /** What the request is about. */
  Scope scope() {
    return scope;
  }

  /** Who is required now. */
  List<ParticipantId> required() {
    return required.stream().map(RequiredParticipant::id).toList();
  }

  /** Who of them holds what the request is about (L21). */
  List<RequiredParticipant> concerned() {
    return required.stream().filter(scope::includes).toList();
  }

  boolean concerns(ParticipantId id) {
    return concerned().stream().anyMatch(participant -> participant.id().equals(id));
  }

  /** Who holds what the request is about, or did before. */
  Set<ParticipantId> everConcerned() {
    return everConcerned;
  }

  /** Who is erased before {@code participant}. */
  Set<ParticipantId> before(ParticipantId participant) {
    return order.after().getOrDefault(participant, Set.of());
  }
}
