package io.habeas.orchestrator;

import io.habeas.chassis.ServiceApplication;
import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.messaging.ServiceTopics;
import io.habeas.orchestrator.erasure.ErasureCommand;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasurePolicy;
import io.habeas.orchestrator.erasure.ErasureProcess;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.process.ProcessDefinition;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Runs the erasure process. The topics of tasks are this service's: it brings those of every
 * approved participant into being when it starts. The topics of replies are the participants' own;
 * one that is not there yet is listened to when it appears.
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
        controller.participants().stream()
            .filter(Controller.Participant::required)
            .map(ErasureOrchestratorApplication::required)
            .toList(),
        new Pauses(properties.firstPause(), properties.longestPause(), properties.patience()),
        new ErasurePolicy.Terms(
            properties.rounds(),
            properties.reErasures(),
            properties.coolingOff(),
            controller.zone()));
  }

  @Bean
  ProcessDefinition<ErasureState, ErasureEvent, ErasureCommand> erasureProcess(
      ErasurePolicy policy, Controller controller, Clock clock) {
    return ErasureProcess.definition(policy, approved(controller), clock);
  }

  @Bean
  ServiceTopics erasureTopics(Controller controller) {
    List<Topic<?>> writes = new ArrayList<>(List.of(Topics.ERASURE_EVENTS, Topics.ERASURES));
    List<Topic<?>> reads =
        new ArrayList<>(List.of(Topics.REQUESTS, Topics.IDENTITY, Topics.DECISIONS));
    for (ParticipantId participant : approved(controller)) {
      writes.add(Topics.erasureTasks(participant.name()));
      reads.add(Topics.replies(participant.name()));
    }
    return new ServiceTopics(writes, reads);
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
            .collect(Collectors.toUnmodifiableSet()));
  }
}
