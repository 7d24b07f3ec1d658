package io.habeas.verifier;

import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.messaging.ServiceTopics;
import io.habeas.process.listener.ListenerSettings;
import io.habeas.process.listener.OrderedListener;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.CanaryRecord;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ExportTask;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.StoreHoldRecord;
import io.habeas.verifier.canaries.Canaries;
import io.habeas.verifier.canaries.CanaryHandler;
import io.habeas.verifier.canaries.MadeUpIdentifiers;
import io.habeas.verifier.challenge.ArrivalHandler;
import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.claims.DeclarationHandler;
import io.habeas.verifier.claims.Declarations;
import io.habeas.verifier.claims.IssuedTasks;
import io.habeas.verifier.claims.TaskHandler;
import io.habeas.verifier.closing.Forgetting;
import io.habeas.verifier.closing.RequestLifeHandler;
import io.habeas.verifier.decisions.DecisionHandler;
import io.habeas.verifier.decisions.StoreHoldHandler;
import io.habeas.verifier.directives.NamingSubjects;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.gate.GateHandler;
import io.habeas.verifier.letters.NoticeOutcomeHandler;
import io.habeas.verifier.recipients.RecipientHandler;
import io.habeas.verifier.recipients.RecipientNotices;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.replays.Replays;
import io.habeas.verifier.vault.SecretCodes;
import io.habeas.verifier.vault.StatedReasons;
import io.habeas.verifier.vault.Vault;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the verifier listens to and writes. */
@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {
  /** Each waits for a dozen operations of MongoDB in turn, one request after the other. */
  private static final int GATEKEEPERS = 3;

  @Bean
  ServiceTopics verifierTopics(Controller controller) {
    return new ServiceTopics(
        List.of(Topics.IDENTITY, Topics.notices(Topics.IDENTITY_VERIFIER)),
        Stream.of(
                Stream.<Topic<?>>of(
                    Topics.INTAKE,
                    Topics.REQUESTS,
                    Topics.RECIPIENTS,
                    Topics.DECISIONS,
                    Topics.STORE_HOLDS,
                    Topics.CANARIES,
                    Topics.ERASURE_EVENTS,
                    Topics.NOTICE_OUTCOMES),
                ofEach(controller, Topics::erasureTasks).stream(),
                ofEach(controller, Topics::exportTasks).stream(),
                ofEach(controller, Topics::declarations).stream())
            .<Topic<?>>flatMap(topics -> topics)
            .toList());
  }

  @Bean
  OrderedListener<IntakeRecord> arrivals(
      RequestLives lives,
      ProofOfIdentity proof,
      Gate gate,
      Controller controller,
      VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.arrivals",
        List.of(Topics.INTAKE),
        IntakeRecord.class,
        new ArrivalHandler(lives, proof, gate, controller, settings.patience())::handle);
  }

  @Bean
  OrderedListener<RequestRecord> requestLivesListener(
      RequestLives lives,
      Forgetting forgetting,
      Gate gate,
      RecipientNotices recipients,
      VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.requests",
        List.of(Topics.REQUESTS),
        RequestRecord.class,
        new RequestLifeHandler(lives, forgetting, gate, recipients, settings.patience())::handle);
  }

  @Bean
  OrderedListener<RecipientRecord> recipientsListener(
      RecipientNotices recipients, VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.recipients",
        List.of(Topics.RECIPIENTS),
        RecipientRecord.class,
        new RecipientHandler(recipients, settings.patience())::handle);
  }

  @Bean
  OrderedListener<ErasureTask> tasksListener(
      IssuedTasks tasks, Controller controller, VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.tasks",
        ofEach(controller, Topics::erasureTasks),
        ErasureTask.class,
        new TaskHandler(tasks, settings.patience())::erasure);
  }

  @Bean
  OrderedListener<ExportTask> exportTasksListener(
      IssuedTasks tasks, Controller controller, VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.export-tasks",
        ofEach(controller, Topics::exportTasks),
        ExportTask.class,
        new TaskHandler(tasks, settings.patience())::export);
  }

  @Bean
  OrderedListener<DeclarationRecord> declarationsListener(
      Declarations declarations, Controller controller, VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.declarations",
        ofEach(controller, Topics::declarations),
        DeclarationRecord.class,
        new DeclarationHandler(declarations, settings.patience())::handle);
  }

  @Bean
  OrderedListener<NoticeOutcomeRecord> noticeOutcomes(
      SecretCodes codes, VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.notice-outcomes",
        List.of(Topics.NOTICE_OUTCOMES),
        NoticeOutcomeRecord.class,
        new NoticeOutcomeHandler(codes, settings.patience())::handle);
  }

  @Bean
  OrderedListener<DecisionRecord> decisionsListener(
      StatedReasons reasons, Gate gate, Replays replays, VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.decisions",
        List.of(Topics.DECISIONS),
        DecisionRecord.class,
        new DecisionHandler(reasons, gate, replays, settings.patience())::handle);
  }

  @Bean
  OrderedListener<ErasureEventRecord> gateListener(
      Gate gate, NamingSubjects naming, Replays replays) {
    return new OrderedListener<>(
        "identity-verifier.gate",
        List.of(Topics.ERASURE_EVENTS),
        ErasureEventRecord.class,
        new GateHandler(gate, naming, replays)::handle,
        ListenerSettings.DEFAULT.withConcurrency(GATEKEEPERS));
  }

  @Bean
  OrderedListener<StoreHoldRecord> storeHoldsListener(
      StatedReasons reasons, VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.store-holds",
        List.of(Topics.STORE_HOLDS),
        StoreHoldRecord.class,
        new StoreHoldHandler(reasons, settings.patience())::handle);
  }

  @Bean
  OrderedListener<CanaryRecord> canariesListener(
      Vault vault,
      RequestLives lives,
      IssuedTasks tasks,
      Controller controller,
      VerifierSettings settings) {
    return new OrderedListener<>(
        "identity-verifier.canaries",
        List.of(Topics.CANARIES),
        CanaryRecord.class,
        new CanaryHandler(
                new Canaries(vault, lives, tasks, new MadeUpIdentifiers(new SecureRandom())),
                controller,
                settings.patience())
            ::handle);
  }

  private static <T> List<T> ofEach(Controller controller, Function<String, T> topic) {
    return controller.participants().stream().map(Controller.Participant::name).map(topic).toList();
  }
}
