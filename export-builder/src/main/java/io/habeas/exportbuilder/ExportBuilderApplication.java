package io.habeas.exportbuilder;

import io.habeas.chassis.ServiceApplication;
import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.messaging.ServiceTopics;
import io.habeas.exportbuilder.export.ExportCommand;
import io.habeas.exportbuilder.export.ExportEvent;
import io.habeas.exportbuilder.export.ExportPolicy;
import io.habeas.exportbuilder.export.ExportProcess;
import io.habeas.exportbuilder.export.ExportState;
import io.habeas.exportbuilder.storage.ObjectStorage;
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
 * Runs the export process and the packager. The topics of tasks are this service's; the topics of
 * replies are the participants' own, and one that is not there yet is listened to when it appears.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ExportBuilderSettings.class)
public class ExportBuilderApplication {

  /** Starts the service with settings given as {@code --key=value}. */
  public static void main(String[] args) {
    ServiceApplication.run(ExportBuilderApplication.class, Topics.EXPORT_BUILDER, args);
  }

  @Bean
  ExportPolicy exportPolicy(Controller controller, ExportBuilderSettings settings) {
    return new ExportPolicy(
        controller.participants().stream()
            .filter(Controller.Participant::required)
            .map(ExportBuilderApplication::required)
            .toList(),
        new Pauses(settings.firstPause(), settings.longestPause(), settings.answerPatience()),
        new ExportPolicy.Patience(settings.rounds(), settings.refusals()));
  }

  @Bean
  ProcessDefinition<ExportState, ExportEvent, ExportCommand> exportProcess(
      ExportPolicy policy, Controller controller, ObjectStorage storage, Clock clock) {
    return ExportProcess.definition(policy, approved(controller), storage, clock);
  }

  @Bean
  ServiceTopics exportTopics(Controller controller) {
    List<Topic<?>> writes = new ArrayList<>(List.of(Topics.EXPORT_EVENTS, Topics.EXPORT_PACKAGING));
    List<Topic<?>> reads = new ArrayList<>(List.of(Topics.REQUESTS));
    for (ParticipantId participant : approved(controller)) {
      writes.add(Topics.exportTasks(participant.name()));
      reads.add(Topics.replies(participant.name()));
    }
    reads.addAll(List.of(Topics.EXPORT_EVENTS, Topics.EXPORT_PACKAGING));
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
