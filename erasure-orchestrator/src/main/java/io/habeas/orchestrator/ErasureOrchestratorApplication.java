package io.habeas.orchestrator;

import io.habeas.chassis.ServiceApplication;
import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.messaging.ServiceTopics;
import io.habeas.orchestrator.canary.CanaryPolicy;
import io.habeas.orchestrator.directives.DirectiveProcess;
import io.habeas.orchestrator.erasure.ErasureOrder;
import io.habeas.orchestrator.erasure.ErasurePolicy;
import io.habeas.orchestrator.erasure.Plan;
import io.habeas.orchestrator.joint.JointCourse;
import io.habeas.orchestrator.rectification.RectificationPolicy;
import io.habeas.orchestrator.requests.RequestCommand;
import io.habeas.orchestrator.requests.RequestEvent;
import io.habeas.orchestrator.requests.RequestPolicy;
import io.habeas.orchestrator.requests.RequestProcess;
import io.habeas.orchestrator.requests.RequestState;
import io.habeas.orchestrator.restriction.RestrictionPolicy;
import io.habeas.orchestrator.roster.RosterCommand;
import io.habeas.orchestrator.roster.RosterEvent;
import io.habeas.orchestrator.roster.RosterPolicy;
import io.habeas.orchestrator.roster.RosterProcess;
import io.habeas.orchestrator.roster.RosterState;
import io.habeas.orchestrator.stopping.StoppingPolicy;
import io.habeas.process.ProcessDefinition;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Runs the process of every right that changes data, and the roster of those who take part. The
 * topics of tasks are this service's: it brings those of every approved participant into being when
 * it starts. The topics of replies are the participants' own; one that is not there yet is listened
 * to when it appears.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(OrchestratorProperties.class)
public class ErasureOrchestratorApplication {

  /** Starts the service with settings given as {@code --key=value}. */
  public static void main(String[] args) {
    ServiceApplication.run(ErasureOrchestratorApplication.class, Topics.ERASURE_ORCHESTRATOR, args);
  }

  @Bean
  ErasurePolicy erasurePolicy(Controller controller, OrchestratorProperties properties) {
    return new ErasurePolicy(
        required(controller),
        order(controller),
        pauses(properties),
        new ErasurePolicy.Terms(
            properties.rounds(),
            properties.reErasures(),
            properties.coolingOff(),
            controller.zone(),
            new Plan.Approval(properties.approvalAbove(), properties.approvalTolerance()),
            properties.escalation(),
            properties.retentionHeardWithin()));
  }

  @Bean
  JointCourse jointCourse(Controller controller, OrchestratorProperties properties) {
    return new JointCourse(required(controller), pauses(properties), properties.rounds());
  }

  @Bean
  ProcessDefinition<RequestState, RequestEvent, RequestCommand> requestProcess(
      ErasurePolicy erasure,
      JointCourse course,
      Controller controller,
      OrchestratorProperties properties,
      Clock clock) {
    return RequestProcess.definition(
        new RequestPolicy(
            erasure,
            new RectificationPolicy(course),
            new RestrictionPolicy(course),
            new StoppingPolicy(required(controller), pauses(properties)),
            new CanaryPolicy(
                pauses(properties),
                new CanaryPolicy.Terms(properties.canary().within(), properties.reErasures()))),
        approved(controller),
        clock);
  }

  @Bean
  ProcessDefinition<RosterState, RosterEvent, RosterCommand> rosterProcess(
      Controller controller, OrchestratorProperties properties, Clock clock) {
    OrchestratorProperties.Canary canary = properties.canary();
    return RosterProcess.definition(
        new RosterPolicy(
            required(controller).stream().map(RequiredParticipant::id).toList(),
            new RosterPolicy.Schedule(canary.first(), canary.every(), canary.again())),
        approved(controller),
        clock);
  }

  @Bean
  ProcessDefinition<?, ?, ?> directiveProcess(OrchestratorProperties properties, Clock clock) {
    return DirectiveProcess.definition(properties.lateData(), properties.stopped(), clock);
  }

  @Bean
  ServiceTopics erasureTopics(Controller controller) {
    List<Topic<?>> writes =
        new ArrayList<>(
            List.of(
                Topics.ERASURE_EVENTS,
                Topics.ERASURES,
                Topics.STORE_HOLD_EVENTS,
                Topics.ROSTER,
                Topics.ISSUED_DIRECTIVES,
                Topics.CANARIES,
                Topics.CANARY_OUTCOMES));
    List<Topic<?>> reads =
        new ArrayList<>(
            List.of(
                Topics.REQUESTS,
                Topics.IDENTITY,
                Topics.DECISIONS,
                Topics.STORE_HOLDS,
                Topics.ROSTER,
                Topics.ISSUED_DIRECTIVES,
                Topics.CANARIES,
                Topics.CANARY_OUTCOMES));
    for (ParticipantId participant : approved(controller)) {
      writes.add(Topics.erasureTasks(participant.name()));
      writes.add(Topics.directives(participant.name()));
      reads.add(Topics.replies(participant.name()));
      reads.add(Topics.declarations(participant.name()));
    }
    return new ServiceTopics(writes, reads);
  }

  private static ErasureOrder order(Controller controller) {
    Map<ParticipantId, Set<ParticipantId>> after = new HashMap<>();
    List<ParticipantId> approved = approved(controller);
    for (Controller.Participant participant : controller.participants()) {
      Set<ParticipantId> before = new HashSet<>();
      participant.eraseAfter().forEach(name -> before.add(new ParticipantId(name)));
      if (!approved.containsAll(before)) {
        throw new IllegalArgumentException(
            "Expected %s to be erased after approved participants but got %s"
                .formatted(participant.name(), participant.eraseAfter()));
      }
      if (participant.holdsIdentity()) {
        controller.participants().stream()
            .filter(other -> !other.holdsIdentity())
            .forEach(other -> before.add(new ParticipantId(other.name())));
      }
      if (!before.isEmpty()) {
        after.put(new ParticipantId(participant.name()), before);
      }
    }
    return new ErasureOrder(after);
  }

  private static List<RequiredParticipant> required(Controller controller) {
    return controller.participants().stream()
        .filter(Controller.Participant::required)
        .map(ErasureOrchestratorApplication::required)
        .toList();
  }

  private static Pauses pauses(OrchestratorProperties properties) {
    return new Pauses(properties.firstPause(), properties.longestPause(), properties.patience());
  }

  private static List<ParticipantId> approved(Controller controller) {
    return controller.participants().stream()
        .map(participant -> new ParticipantId(participant.name()))
        .toList();
  }

  private static RequiredParticipant required(Controller.Participant participant) {
    return new RequiredParticipant(
        new ParticipantId(participant.name()),
        participant.identifierTypes().stream()
            .map(IdentifierType::new)
            .collect(Collectors.toUnmodifiableSet()),
        participant.consents());
  }
}
