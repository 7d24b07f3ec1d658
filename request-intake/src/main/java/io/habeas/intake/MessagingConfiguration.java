package io.habeas.intake;

import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.messaging.ServiceTopics;
import io.habeas.intake.decisions.DecisionLog;
import io.habeas.intake.decisions.StoreHoldLog;
import io.habeas.intake.frontdoor.Announcements;
import io.habeas.intake.recipients.RecipientsCommand;
import io.habeas.intake.recipients.RecipientsEvent;
import io.habeas.intake.recipients.RecipientsPolicy;
import io.habeas.intake.recipients.RecipientsProcess;
import io.habeas.intake.recipients.RecipientsState;
import io.habeas.intake.register.LegalClock;
import io.habeas.intake.register.Recipients;
import io.habeas.intake.register.RegisterCommand;
import io.habeas.intake.register.RegisterEvent;
import io.habeas.intake.register.RegisterPolicy;
import io.habeas.intake.register.RegisterProcess;
import io.habeas.intake.register.Registration;
import io.habeas.intake.view.ParticipantViews;
import io.habeas.intake.view.Projection;
import io.habeas.intake.view.RequestViews;
import io.habeas.intake.view.RestorationViews;
import io.habeas.intake.view.RetentionDifferences;
import io.habeas.intake.view.StoreHolds;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.listener.Handler;
import io.habeas.process.listener.OrderedListener;
import io.habeas.process.publish.FactPublisher;
import io.habeas.process.publish.PublishFailed;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.ErasureEntry;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ExportEventRecord;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldRecord;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the intake listens to and writes: as front door, as register, and for the view. */
@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {

  @Bean
  ServiceTopics intakeTopics() {
    return new ServiceTopics(
        List.of(
            Topics.INTAKE,
            Topics.DECISIONS,
            Topics.STORE_HOLDS,
            Topics.REQUESTS,
            Topics.RECIPIENTS,
            RegisterProcess.LETTERS),
        List.of(
            Topics.INTAKE,
            Topics.IDENTITY,
            Topics.DECISIONS,
            Topics.REQUESTS,
            Topics.RECIPIENTS,
            Topics.ERASURE_EVENTS,
            Topics.ERASURES,
            Topics.EXPORT_EVENTS,
            Topics.NOTICE_OUTCOMES,
            Topics.STORE_HOLDS,
            Topics.STORE_HOLD_EVENTS,
            Topics.ROSTER));
  }

  @Bean
  Announcements announcements(RecordPublisher publisher) {
    return record -> publish(publisher, Topics.INTAKE, record.getRequestId(), record);
  }

  @Bean
  DecisionLog decisionLog(RecordPublisher publisher) {
    return record -> publish(publisher, Topics.DECISIONS, record.getRequestId(), record);
  }

  @Bean
  StoreHoldLog storeHoldLog(FactPublisher publisher) {
    return record -> {
      try {
        publisher.state(Topics.STORE_HOLDS, record.getHoldId().toString(), record);
      } catch (PublishFailed e) {
        throw new Unavailable("kafka", e);
      }
    };
  }

  private static <R extends SpecificRecord> void publish(
      RecordPublisher publisher, Topic<R> topic, UUID requestId, R record) {
    try {
      publisher.publish(topic, requestId.toString(), record);
    } catch (PublishFailed e) {
      throw new Unavailable("kafka", e);
    }
  }

  @Bean
  ProcessDefinition<Registration, RegisterEvent, RegisterCommand> register(
      LegalClock clock, Controller controller, IntakeSettings settings) {
    return RegisterProcess.of(
        new RegisterPolicy(
            clock,
            new RegisterPolicy.Terms(
                settings.proofWindow(),
                settings.erasureGround(),
                settings.closedRemembered(),
                settings.escalation(),
                recipients(controller))));
  }

  /** In the order of the configuration. */
  private static Recipients recipients(Controller controller) {
    Map<Right, List<String>> byRight = new EnumMap<>(Right.class);
    for (Right right : Right.values()) {
      byRight.put(
          right, controller.recipientsOf(right).stream().map(Controller.Recipient::name).toList());
    }
    SequencedMap<String, Set<String>> restingOn = new LinkedHashMap<>();
    controller.recipients().forEach(each -> restingOn.put(each.name(), each.consents()));
    return new Recipients(byRight, restingOn);
  }

  @Bean
  ProcessDefinition<RecipientsState, RecipientsEvent, RecipientsCommand> recipientsProcess(
      IntakeSettings settings) {
    return RecipientsProcess.of(
        new RecipientsPolicy(settings.recipientPatience(), settings.closedRemembered()));
  }

  @Bean
  Projection projection(
      RequestViews views,
      RestorationViews restorations,
      RetentionDifferences differences,
      IntakeSettings settings) {
    return new Projection(views, restorations, differences, settings.patience());
  }

  @Bean
  OrderedListener<RequestRecord> requestsProjection(
      Projection projection, IntakeSettings settings) {
    return view(settings, "requests", Topics.REQUESTS, projection::request);
  }

  @Bean
  OrderedListener<RecipientRecord> recipientsProjection(
      Projection projection, IntakeSettings settings) {
    return view(settings, "recipients", Topics.RECIPIENTS, projection::recipient);
  }

  @Bean
  OrderedListener<DecisionRecord> decisionsProjection(
      Projection projection, IntakeSettings settings) {
    return view(settings, "decisions", Topics.DECISIONS, projection::decision);
  }

  @Bean
  OrderedListener<ErasureEventRecord> erasureProjection(
      Projection projection, IntakeSettings settings) {
    return view(settings, "erasures", Topics.ERASURE_EVENTS, projection::erasure);
  }

  @Bean
  OrderedListener<ErasureEntry> ledgerProjection(Projection projection, IntakeSettings settings) {
    return view(settings, "ledger", Topics.ERASURES, projection::ledger);
  }

  @Bean
  OrderedListener<ExportEventRecord> exportProjection(
      Projection projection, IntakeSettings settings) {
    return view(settings, "exports", Topics.EXPORT_EVENTS, projection::export);
  }

  @Bean
  OrderedListener<NoticeOutcomeRecord> letterProjection(
      Projection projection, IntakeSettings settings) {
    return view(settings, "letters", Topics.NOTICE_OUTCOMES, projection::noticeOutcome);
  }

  @Bean
  OrderedListener<StoreHoldRecord> storeHoldsProjection(StoreHolds holds, IntakeSettings settings) {
    return view(settings, "store-holds", Topics.STORE_HOLDS, holds::decided);
  }

  @Bean
  OrderedListener<StoreHoldEventRecord> storeHoldEventsProjection(
      StoreHolds holds, IntakeSettings settings) {
    return view(settings, "store-hold-events", Topics.STORE_HOLD_EVENTS, holds::event);
  }

  @Bean
  OrderedListener<RosterRecord> rosterProjection(
      ParticipantViews participants, IntakeSettings settings) {
    return view(settings, "roster", Topics.ROSTER, participants::told);
  }

  /** Another generation is another group, which reads everything from the beginning. */
  private static <R extends SpecificRecord> OrderedListener<R> view(
      IntakeSettings settings, String part, Topic<R> topic, Handler<R> handler) {
    String group = "request-intake.view-" + settings.view().generation() + "." + part;
    return new OrderedListener<>(group, List.of(topic), topic.type(), handler);
  }
}
