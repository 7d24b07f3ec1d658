package io.habeas.verifier.canaries;

import static io.habeas.verifier.ClaimResults.NOT_YET;
import static io.habeas.verifier.ClaimResults.refused;
import static io.habeas.verifier.StartedVerifier.OTHER_STORE;
import static io.habeas.verifier.StartedVerifier.PATIENCE;
import static io.habeas.verifier.StartedVerifier.STORE;
import static io.habeas.verifier.StartedVerifier.body;
import static io.habeas.verifier.StartedVerifier.notAvailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.chassis.controller.Controller;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.CanaryBegun;
import io.habeas.schemas.avro.CanaryOver;
import io.habeas.schemas.avro.CanaryRecord;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.SeedSubject;
import io.habeas.verifier.HandledTopics;
import io.habeas.verifier.StartedVerifier;
import io.habeas.verifier.claims.IssuedTasks;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.SealedEntries;
import io.habeas.verifier.vault.Vault;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a store is told of a canary. */
class CanariesHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  private final HandledTopics topics = verifier.topics();
  private final MadeUpIdentifiers madeUp = new MadeUpIdentifiers(new SplittableRandom(1));

  @Test
  void shouldTellItsStoreAloneByWhatACanaryIsFoundAndShredThatAtItsEnd() throws InvalidMessage {
    // given
    String canary = UUID.randomUUID().toString();
    topics.task(canary, "accounts-db", 1, new SeedSubject());
    verifier.expectClaimed(STORE, canary, 1, NOT_YET);

    // when
    canary(canary, new CanaryBegun(List.of("email", "account_id", "phone")));
    String told = body(verifier.claim(STORE, canary, 1));
    canary(canary, new CanaryBegun(List.of("email", "account_id", "phone")));

    // then
    assertThat(told)
        .contains("GRANTED", "@canary.invalid", "account_id")
        .as("not approved")
        .doesNotContain("phone");
    assertThat(body(verifier.claim(STORE, canary, 1)))
        .as("a repeat makes nobody else up")
        .isEqualTo(told);
    verifier.expectClaimed(OTHER_STORE, canary, 1, NOT_YET);
    verifier.expectClaimed(STORE, canary, 2, NOT_YET);
    notAvailable(
        verifier.claimLetter(canary, UUID.randomUUID().toString(), "LETTER", null),
        "NO_PROVEN_CONTACT");

    // when the store has handed out an account's number of its own
    topics.task(canary, "accounts-db", 2, new LocateHoldings(1));
    verifier.deposit(STORE, canary, 2, "account_id", "4711").expectStatus().isOk();

    // then
    assertThat(body(verifier.claim(STORE, canary, 2))).contains("4711");

    // when
    canary(canary, new CanaryOver());
    canary(canary, new CanaryOver());
    canary(canary, new CanaryBegun(List.of("email")));

    // then
    verifier.expectClaimed(STORE, canary, 2, refused("CLOSED"));
    assertThat(verifier.bean(Vault.class).find(canary).blockOptional(PATIENCE)).isEmpty();
    assertThat(
            verifier
                .bean(SealedEntries.class)
                .grantedTo("accounts-db", List.of(canary))
                .block(PATIENCE))
        .isEmpty();
  }

  private void canary(String canaryId, Object payload) throws InvalidMessage {
    Canaries canaries =
        new Canaries(
            verifier.bean(Vault.class),
            verifier.bean(RequestLives.class),
            verifier.bean(IssuedTasks.class),
            madeUp);
    new CanaryHandler(canaries, verifier.bean(Controller.class), PATIENCE)
        .handle(
            "dsar.canaries",
            new Keyed<>(
                canaryId,
                new CanaryRecord(
                    UUID.fromString(canaryId), Instant.now(), "accounts-db", payload)));
  }
}
