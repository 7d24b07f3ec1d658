package io.habeas.exportbuilder.packaging;

import com.mongodb.reactivestreams.client.MongoClient;
import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.health.Dependency;
import io.habeas.exportbuilder.ExportBuilderSettings;
import io.habeas.exportbuilder.storage.ObjectStorage;
import io.habeas.exportbuilder.storage.StorageUnavailable;
import io.habeas.process.listener.ListenerSettings;
import io.habeas.process.listener.OrderedListener;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ExportEventRecord;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The packager's parts. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class PackagingConfiguration {

  @Bean
  ObjectStorage objectStorage(ExportBuilderSettings settings, Clock clock) {
    return new ObjectStorage(settings.storage(), clock);
  }

  @Bean
  KeptExports keptExports(MongoClient client, ExportBuilderSettings settings) {
    return new KeptExports(client.getDatabase(settings.database()), settings.patience());
  }

  @Bean
  Packager packager(
      KeptExports exports,
      ObjectStorage storage,
      Controller controller,
      ExportBuilderSettings settings,
      Clock clock) {
    return new Packager(
        exports,
        storage,
        Sealing.load(settings.keys(), System::getenv),
        new Packager.Contents(controller.name(), controller.information()),
        settings.packageRetention(),
        settings.remembered(),
        clock);
  }

  @Bean
  Packages packages(Packager packager, ObjectStorage storage) {
    return new Packages(packager, storage);
  }

  @Bean
  Expiry expiry(
      KeptExports exports, Packager packager, ExportBuilderSettings settings, Clock clock) {
    return new Expiry(exports, packager, settings.remembered(), clock);
  }

  @Bean
  ExportEventHandler exportEventHandler(Packager packager, RecordPublisher publisher, Clock clock) {
    return new ExportEventHandler(packager, publisher, clock);
  }

  /** Apart from packaging, so that a large copy holds up nobody's beginning. */
  @Bean
  OrderedListener<ExportEventRecord> keysListener(ExportEventHandler handler) {
    return new OrderedListener<>(
        "export-builder.keys",
        List.of(Topics.EXPORT_EVENTS),
        ExportEventRecord.class,
        handler::keys);
  }

  @Bean
  OrderedListener<ExportEventRecord> packagerListener(
      ExportEventHandler handler, ExportBuilderSettings settings) {
    return new OrderedListener<>(
        "export-builder.packager",
        List.of(Topics.EXPORT_EVENTS),
        ExportEventRecord.class,
        handler::packages,
        ListenerSettings.DEFAULT
            .withConcurrency(settings.packagers())
            .withLongestWork(settings.longestPackaging()));
  }

  @Bean
  Dependency objectStorageDependency(ObjectStorage storage) {
    return new Dependency() {
      @Override
      public String name() {
        return "object-storage";
      }

      @Override
      public Finding check() {
        try {
          return new Finding(storage.ready(), java.util.Map.of());
        } catch (StorageUnavailable e) {
          return Finding.failed(e);
        }
      }
    };
  }
}
