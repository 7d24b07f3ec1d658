package io.habeas.participant.autoconfigure;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.declaration.Heartbeat;
import io.habeas.participant.export.Exporting;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.task.TaskCodec;
import io.habeas.participant.task.TaskHandler;
import io.habeas.participant.task.TaskListener;
import io.habeas.participant.vault.Claims;
import io.habeas.participant.vault.HttpVault;
import io.habeas.participant.vault.Pause;
import io.habeas.participant.vault.Vault;
import io.habeas.process.listener.OrderedListener;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ExportTask;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Makes a participant of an application that has a {@link DataHolder}, an {@link OutcomeLog} in the
 * holder's own store, and a {@link Declaration} of what it holds.
 *
 * <p>It contributes the listener of this participant's tasks, which whatever runs {@link
 * OrderedListener}s in the application runs, and needs its {@link RecordPublisher}.
 */
@AutoConfiguration(afterName = "io.habeas.chassis.messaging.MessagingAutoConfiguration")
@ConditionalOnBean({DataHolder.class, OutcomeLog.class, Declaration.class})
@EnableConfigurationProperties(ParticipantSettings.class)
public class ParticipantAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Vault participantVault(ParticipantSettings settings) {
    ParticipantSettings.Vault vault = settings.vault();
    return new HttpVault(VaultClient.of(vault), vault.attempts(), vault.pause(), Pause.sleeping());
  }

  @Bean
  TaskHandler participantTaskHandler(
      DataHolder holder,
      OutcomeLog outcomes,
      Vault vault,
      Declaration declaration,
      ParticipantSettings settings,
      Clock clock,
      MeterRegistry meters) {
    return new TaskHandler(
        holder,
        outcomes,
        new Claims(vault, settings.claimPatience(), Pause.sleeping(), meters),
        vault,
        new Exporting(settings.name(), holder, settings.upload().timeout(), clock),
        declaration,
        meters);
  }

  @Bean
  OrderedListener<ErasureTask> participantTasks(
      TaskHandler handler, RecordPublisher publisher, ParticipantSettings settings, Clock clock) {
    String name = settings.name();
    TaskCodec codec = new TaskCodec(name);
    return new OrderedListener<>(
        "participant." + name,
        List.of(Topics.erasureTasks(name)),
        ErasureTask.class,
        new TaskListener<>(codec, codec::read, handler, publisher, Topics.replies(name), clock));
  }

  @Bean
  OrderedListener<ExportTask> participantExportTasks(
      TaskHandler handler, RecordPublisher publisher, ParticipantSettings settings, Clock clock) {
    String name = settings.name();
    TaskCodec codec = new TaskCodec(name);
    return new OrderedListener<>(
        "participant." + name + ".exports",
        List.of(Topics.exportTasks(name)),
        ExportTask.class,
        new TaskListener<>(
            codec, codec::readExport, handler, publisher, Topics.replies(name), clock));
  }

  @Bean
  HeartbeatLifecycle participantHeartbeat(
      DataHolder holder,
      Declaration declaration,
      RecordPublisher publisher,
      ParticipantSettings settings,
      Clock clock) {
    String name = settings.name();
    return new HeartbeatLifecycle(
        new Heartbeat(
            name,
            declaration,
            holder::unfit,
            settings.heartbeat(),
            declared -> publisher.publish(Topics.declarations(name), name, declared),
            clock));
  }
}
