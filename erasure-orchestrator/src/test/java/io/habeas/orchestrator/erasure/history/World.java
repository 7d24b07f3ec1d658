package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.history.Vault;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** All that there is around the orchestrator of one erasure. */
final class World {
  static final UUID REQUEST = new UUID(1, 2);

  final Dice dice;
  final Configuration configuration;
  final KnownFacts facts;
  final Wire wire;
  final FakeGatekeeper gatekeeper = new FakeGatekeeper(REQUEST);
  private final VirtualClock clock = VirtualClock.at("2026-11-24T08:00:00Z");
  private final Vault vault = new Vault();
  private final Map<ParticipantId, FakeStore> stores = new LinkedHashMap<>();

  World(Dice dice) {
    this.dice = dice;
    configuration = new Configuration(dice);
    facts = new KnownFacts(dice, clock, configuration);
    wire = new Wire(dice, clock);
    int participants = 1 + dice.random.nextInt(5);
    for (int i = 0; i < participants; i++) {
      require("store-" + i);
    }
    configuration.putInOrder();
  }

  /** The controller requires one more, which has a store. */
  void require(String name) {
    RequiredParticipant participant = configuration.require(new ParticipantId(name));
    stores.put(participant.id(), new FakeStore(participant, dice, clock, vault, wire));
    facts.newcomer(participant.id());
  }

  /** The register accepts the request. */
  ErasureEvent.RequestAccepted accepted(LocalDate dueOn) {
    return new ErasureEvent.RequestAccepted(
        REQUEST,
        Set.of(Vault.PROVEN),
        ErasureGround.ART_17_1_B,
        dueOn,
        configuration.scope(),
        now());
  }

  Collection<FakeStore> stores() {
    return stores.values();
  }

  FakeStore store(ParticipantId id) {
    return Objects.requireNonNull(stores.get(id));
  }

  ParticipantId someone() {
    return someone(dice.random);
  }

  ParticipantId someone(SplittableRandom by) {
    return List.copyOf(stores.keySet()).get(by.nextInt(stores.size()));
  }

  /** When somebody else last put an identifier of a type by which {@code participant} searches. */
  int lastDepositFor(RequiredParticipant participant) {
    return vault.lastByOthers(participant.id(), participant.identifierTypes());
  }

  Instant now() {
    return clock.instant();
  }

  void passes(Duration time) {
    clock.advance(time);
  }

  void waitUntil(Instant when) {
    if (when.isAfter(now())) {
      passes(Duration.between(now(), when));
    }
  }
}
