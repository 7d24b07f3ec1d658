package io.habeas.intake;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.security.PublicEndpoints;
import io.habeas.intake.decisions.Deciding;
import io.habeas.intake.decisions.DecisionLog;
import io.habeas.intake.decisions.DecisionRules;
import io.habeas.intake.decisions.HoldingStores;
import io.habeas.intake.decisions.Reasons;
import io.habeas.intake.decisions.StoreHoldLog;
import io.habeas.intake.decisions.SubjectHoldRules;
import io.habeas.intake.decisions.SubjectHolds;
import io.habeas.intake.frontdoor.AdmissionRules;
import io.habeas.intake.frontdoor.Announcements;
import io.habeas.intake.frontdoor.IdentifierRules;
import io.habeas.intake.frontdoor.NewTrace;
import io.habeas.intake.frontdoor.Receipts;
import io.habeas.intake.frontdoor.Reception;
import io.habeas.intake.frontdoor.Source;
import io.habeas.intake.frontdoor.Sweeper;
import io.habeas.intake.frontdoor.Vault;
import io.habeas.intake.handover.PackageStore;
import io.habeas.intake.register.CountryHolidays;
import io.habeas.intake.register.LegalClock;
import io.habeas.intake.restorations.Restorations;
import io.habeas.intake.status.StatusTokens;
import io.habeas.intake.verifier.VerifierClient;
import io.habeas.intake.view.CanaryMeters;
import io.habeas.intake.view.ParticipantViews;
import io.habeas.intake.view.RequestViews;
import io.habeas.intake.view.RestorationViews;
import io.habeas.intake.view.RetentionDifferences;
import io.habeas.intake.view.RetentionMeters;
import io.habeas.intake.view.StoreHolds;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.reactive.function.client.WebClient;

/** The intake's parts, apart from what connects it to Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeSettings.class)
@EnableScheduling
class IntakeConfiguration {

  /** Whoever asks is not known to us; whoever follows a request has its status token. */
  @Bean
  PublicEndpoints frontDoor() {
    return new PublicEndpoints(
        List.of("/v1/requests", "/v1/requests/**", "/package", "/package/*"));
  }

  @Bean
  NewTrace newTrace() {
    return new NewTrace();
  }

  @Bean
  KeyedHash keyedHash(IntakeSettings settings) {
    return KeyedHash.load(settings.keys(), System::getenv);
  }

  @Bean
  MongoDatabase intakeDatabase(MongoClient client, IntakeSettings settings) {
    return client.getDatabase(settings.database());
  }

  @Bean
  Receipts receipts(MongoDatabase database) {
    return new Receipts(database);
  }

  @Bean
  RequestViews requestViews(MongoDatabase database, IntakeSettings settings) {
    return new RequestViews(database, settings.view().generation());
  }

  @Bean
  StoreHolds storeHolds(MongoDatabase database, IntakeSettings settings) {
    return new StoreHolds(database, settings.view().generation(), settings.patience());
  }

  @Bean
  ParticipantViews participantViews(
      MongoDatabase database, Controller controller, IntakeSettings settings) {
    return new ParticipantViews(
        database, settings.view().generation(), controller.participants(), settings.patience());
  }

  @Bean
  CanaryMeters canaryMeters(ParticipantViews participants, Clock clock, MeterRegistry meters) {
    return new CanaryMeters(participants, clock, meters);
  }

  @Bean
  RetentionDifferences retentionDifferences(MongoDatabase database, IntakeSettings settings) {
    return new RetentionDifferences(database, settings.view().generation());
  }

  @Bean
  RetentionMeters retentionMeters(
      ParticipantViews participants,
      RetentionDifferences differences,
      Clock clock,
      MeterRegistry meters) {
    return new RetentionMeters(participants, differences, clock, meters);
  }

  @Bean
  HoldingStores holdingStores(
      Reasons reasons, StoreHoldLog log, KeyedHash hash, Controller controller) {
    return new HoldingStores(
        reasons,
        log,
        hash,
        controller.participants().stream().map(Controller.Participant::name).toList());
  }

  @Bean
  RestorationViews restorationViews(MongoDatabase database, IntakeSettings settings) {
    return new RestorationViews(database, settings.view().generation());
  }

  @Bean
  Restorations restorations(RequestViews views, DecisionLog log, KeyedHash hash, Clock clock) {
    return new Restorations(views, log, hash, clock);
  }

  @Bean
  VerifierClient verifierClient(
      @Qualifier("serviceWebClientBuilder") WebClient.Builder clients, IntakeSettings settings) {
    return new VerifierClient(clients.clone().baseUrl(settings.verifierUrl().toString()).build());
  }

  @Bean
  PackageStore packageStore(
      @Qualifier("serviceWebClientBuilder") WebClient.Builder clients, IntakeSettings settings) {
    return new PackageStore(
        clients.clone().baseUrl(settings.exportBuilderUrl().toString()).build());
  }

  @Bean
  AdmissionRules admissionRules(
      IntakeSettings settings, Controller controller, Validator validator) {
    return new AdmissionRules(
        settings.identifierTypes(),
        settings.provableTypes(),
        Controller.DIRECT_MARKETING,
        controller.consents().keySet(),
        settings.locale(),
        validator);
  }

  @Bean
  Source source(KeyedHash hash) {
    return new Source(hash);
  }

  @Bean
  StatusTokens statusTokens(KeyedHash hash) {
    return new StatusTokens(hash);
  }

  @Bean
  LegalClock legalClock(Controller controller) {
    return new LegalClock(
        controller.zone(), controller.promise(), CountryHolidays.of(controller.country()));
  }

  @Bean
  Reception reception(
      Receipts receipts,
      Vault vault,
      Announcements announcements,
      KeyedHash hash,
      Clock clock,
      MeterRegistry meters) {
    return new Reception(receipts, vault, announcements, hash, clock, meters);
  }

  @Bean
  DecisionRules decisionRules(Controller controller) {
    return new DecisionRules(
        controller.participants().stream().map(Controller.Participant::name).toList(),
        controller.recipients().stream().map(Controller.Recipient::name).toList());
  }

  @Bean
  Deciding deciding(Reasons reasons, SubjectHolds holds, DecisionLog log, KeyedHash hash) {
    return new Deciding(reasons, holds, log, hash);
  }

  /** A person may be held by whatever any store finds people by. */
  @Bean
  SubjectHoldRules subjectHoldRules(
      Controller controller, IntakeSettings settings, Validator validator) {
    return new SubjectHoldRules(
        new IdentifierRules(
            Stream.concat(
                    settings.identifierTypes().stream(),
                    controller.participants().stream()
                        .flatMap(participant -> participant.identifierTypes().stream()))
                .collect(Collectors.toUnmodifiableSet()),
            validator));
  }

  @Bean
  Sweeper sweeper(
      Receipts receipts,
      Reception reception,
      Vault vault,
      IntakeSettings settings,
      Clock clock,
      MeterRegistry meters) {
    IntakeSettings.Sweep sweep = settings.sweep();
    return new Sweeper(
        receipts,
        reception,
        vault,
        new Sweeper.Patience(sweep.resumeAfter(), sweep.abandonAfter(), sweep.keepFor()),
        clock,
        meters);
  }

  @Bean
  Upkeep upkeep(
      Receipts receipts,
      RequestViews views,
      CanaryMeters canaries,
      RetentionMeters retention,
      Sweeper sweeper) {
    return new Upkeep(receipts, views, canaries, retention, sweeper);
  }
}
