package io.habeas.participant.autoconfigure;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.declaration.Heartbeat;
import io.habeas.participant.export.Exporting;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.retention.ReportSchedule;
import io.habeas.participant.retention.RetentionReporter;
import io.habeas.participant.task.TaskCodec;
import io.habeas.participant.task.TaskHandler;
import io.habeas.participant.task.TaskListener;
import io.habeas.participant.vault.Claims;
import io.habeas.participant.vault.HttpVault;
import io.habeas.participant.vault.Pause;
import io.habeas.participant.vault.Vault;
import io.habeas.process.listener.ListenerSettings;
import io.habeas.process.listener.OrderedListener;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ExportTask;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Makes a participant of an application that has a {@link DataHolder}: it contributes the listeners
 * of this participant's tasks and its heartbeat. They are run, and records are published, by the
 * service chassis where that is, and by {@link ParticipantMessagingAutoConfiguration} elsewhere.
 */
@AutoConfiguration(
    after = {
      ParticipantMessagingAutoConfiguration.class,
      ParticipantOutcomesAutoConfiguration.class
    })
@ConditionalOnBean(DataHolder.class)
@ConditionalOnBooleanProperty(name = "habeas.participant.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ParticipantSettings.class)
public class ParticipantAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Vault participantVault(ParticipantSettings settings) {
    ParticipantSettings.Vault vault = settings.vault();
    return new HttpVault(VaultClient.of(vault), vault.attempts(), vault.pause(), Pause.sleeping());
  }

  @Bean
  @ConditionalOnMissingBean
  Declaration participantDeclaration(DataHolder holder, ParticipantSettings settings) {
    ParticipantSettings.Holds holds = settings.holds();
    if (holds == null) {
      throw new IllegalStateException(
          "Expected habeas.participant.holds to say what is held (needs, yields, collections), or a"
              + " bean of type Declaration, but there is neither");
    }
    if (holder.actions().isEmpty()) {
      throw new IllegalStateException(
          "Expected %s to implement an action of DataHolder but it implements none"
              .formatted(holder.getClass().getName()));
    }
    return new Declaration(holds.needs(), holds.yields(), holds.collections(), holder.actions());
  }

  @Bean
  TaskHandler participantTaskHandler(
      DataHolder holder,
      ObjectProvider<OutcomeLog> outcomes,
      Vault vault,
      Declaration declaration,
      ParticipantSettings settings,
      ObjectProvider<Clock> clocks,
      ObjectProvider<MeterRegistry> registries) {
    MeterRegistry meters = registries.getIfUnique(SimpleMeterRegistry::new);
    return new TaskHandler(
        holder,
        outcomes.getIfAvailable(ParticipantAutoConfiguration::noOutcomes),
        new Claims(vault, settings.claimPatience(), Pause.sleeping(), meters),
        vault,
        new Exporting(settings.name(), holder, settings.upload().timeout(), clock(clocks)),
        declaration,
        meters);
  }

  private static OutcomeLog noOutcomes() {
    throw new IllegalStateException(
        "Expected a DataSource, in whose database outcomes are recorded, or a bean of type"
            + " OutcomeLog, but there is neither");
  }

  static Clock clock(ObjectProvider<Clock> clocks) {
    return clocks.getIfUnique(Clock::systemUTC);
  }

  @Bean
  OrderedListener<ErasureTask> participantTasks(
      TaskHandler handler,
      DataHolder holder,
      RecordPublisher publisher,
      ParticipantSettings settings,
      ObjectProvider<Clock> clocks) {
    String name = settings.name();
    TaskCodec codec = new TaskCodec(name, holder::treatments);
    return new OrderedListener<>(
        "participant." + name,
        List.of(Topics.erasureTasks(name)),
        ErasureTask.class,
        new TaskListener<>(
            codec, codec::read, handler, publisher, Topics.replies(name), clock(clocks)),
        ListenerSettings.DEFAULT
            .withConcurrency(settings.threads())
            .withLongestWork(settings.longestWork()));
  }

  @Bean
  OrderedListener<ExportTask> participantExportTasks(
      TaskHandler handler,
      DataHolder holder,
      RecordPublisher publisher,
      ParticipantSettings settings,
      ObjectProvider<Clock> clocks) {
    String name = settings.name();
    TaskCodec codec = new TaskCodec(name, holder::treatments);
    return new OrderedListener<>(
        "participant." + name + ".exports",
        List.of(Topics.exportTasks(name)),
        ExportTask.class,
        new TaskListener<>(
            codec, codec::readExport, handler, publisher, Topics.replies(name), clock(clocks)),
        ListenerSettings.DEFAULT
            .withConcurrency(settings.threads())
            .withLongestWork(settings.longestWork()));
  }

  @Bean
  RetentionLifecycle participantRetention(
      DataHolder holder,
      RecordPublisher publisher,
      ParticipantSettings settings,
      ObjectProvider<Clock> clocks) {
    String name = settings.name();
    ParticipantSettings.Retention reports = settings.retention();
    if (!holder.reportsRetained() || reports.reportedEvery().isZero()) {
      return new RetentionLifecycle(Optional.empty());
    }
    return new RetentionLifecycle(
        Optional.of(
            new RetentionReporter(
                new TaskCodec(name, holder::treatments),
                holder,
                reply ->
                    publisher.begin(Topics.replies(name), reply.getRequestId().toString(), reply),
                new ReportSchedule(reports.reportedAt(), reports.reportedEvery()),
                clock(clocks))));
  }

  @Bean
  HeartbeatLifecycle participantHeartbeat(
      DataHolder holder,
      Declaration declaration,
      RetentionLifecycle retention,
      RecordPublisher publisher,
      ParticipantSettings settings,
      ObjectProvider<Clock> clocks) {
    String name = settings.name();
    return new HeartbeatLifecycle(
        new Heartbeat(
            name,
            declaration,
            holder::unfit,
            retention::declared,
            settings.heartbeat(),
            declared -> publisher.publish(Topics.declarations(name), name, declared),
            clock(clocks)));
  }
}
