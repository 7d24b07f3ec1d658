package io.habeas.verifier;

import io.habeas.chassis.controller.Controller;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientToTell;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RequestReceived;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.Right;
import io.habeas.verifier.challenge.ArrivalHandler;
import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.claims.DeclarationHandler;
import io.habeas.verifier.claims.Declarations;
import io.habeas.verifier.claims.IssuedTasks;
import io.habeas.verifier.claims.TaskHandler;
import io.habeas.verifier.closing.Forgetting;
import io.habeas.verifier.closing.RequestLifeHandler;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.recipients.RecipientNotices;
import io.habeas.verifier.register.RequestLives;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What arrives on topics, handed to its handlers; each call returns when that is done. */
public final class HandledTopics {
  private final StartedVerifier verifier;

  HandledTopics(StartedVerifier verifier) {
    this.verifier = verifier;
  }

  /** A request for erasure arrived. */
  public void arrive(String requestId) {
    arrive(requestId, Right.ERASURE, List.of());
  }

  /** A request arrived. */
  public void arrive(String requestId, Right right, List<String> purposes) {
    intake(requestId, new RequestReceived(right, Channel.WEB, Instant.now(), "en", null, purposes));
  }

  /** The intake says {@code payload} of a request. */
  public void intake(String requestId, Object payload) {
    handle(
        () ->
            new ArrivalHandler(
                    verifier.bean(RequestLives.class),
                    verifier.bean(ProofOfIdentity.class),
                    verifier.bean(Gate.class),
                    verifier.bean(Controller.class),
                    StartedVerifier.PATIENCE)
                .handle(
                    "dsar.intake",
                    new Keyed<>(
                        requestId,
                        new IntakeRecord(UUID.fromString(requestId), Instant.now(), payload))));
  }

  /** The register says {@code payload} of a request. */
  public void register(String requestId, Object payload) {
    handle(
        () ->
            new RequestLifeHandler(
                    verifier.bean(RequestLives.class),
                    verifier.bean(Forgetting.class),
                    verifier.bean(Gate.class),
                    verifier.bean(RecipientNotices.class),
                    StartedVerifier.PATIENCE)
                .handle(
                    "dsar.requests",
                    new Keyed<>(
                        requestId,
                        new RequestRecord(UUID.fromString(requestId), Instant.now(), payload))));
  }

  /** The register says that the newsletter's recipient has to be told. */
  public void toTell(String requestId, RecipientMatter matter, UUID noticeId) {
    register(
        requestId,
        new RecipientsToTell(matter, List.of(new RecipientToTell("newsletter", noticeId))));
  }

  /** The orchestrator gives a participant a task. */
  public void task(String requestId, String participant, int step, Object payload) {
    handle(
        () ->
            new TaskHandler(verifier.bean(IssuedTasks.class), StartedVerifier.PATIENCE)
                .erasure(
                    "dsar.erasure-tasks." + participant,
                    new Keyed<>(
                        requestId,
                        new ErasureTask(
                            UUID.fromString(requestId),
                            Instant.now(),
                            participant,
                            step,
                            payload))));
  }

  /** A participant says which types of identifier it needs and yields. */
  public void declare(String participant, List<String> needs, List<String> yields) {
    handle(
        () ->
            new DeclarationHandler(verifier.bean(Declarations.class), StartedVerifier.PATIENCE)
                .handle(
                    "dsar.declarations." + participant,
                    new Keyed<>(
                        participant,
                        new DeclarationRecord(
                            participant,
                            Instant.now(),
                            new ParticipantDeclared(
                                needs, yields, List.of(), List.of(), null, 60, null)))));
  }

  private interface Handling {
    void run() throws InvalidMessage;
  }

  private static void handle(Handling handling) {
    try {
      handling.run();
    } catch (InvalidMessage e) {
      throw new AssertionError(e);
    }
  }
}
