package io.habeas.verifier;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.chassis.controller.Controller;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.claims.Claims;
import io.habeas.verifier.claims.Declarations;
import io.habeas.verifier.claims.IssuedTasks;
import io.habeas.verifier.closing.Forgetting;
import io.habeas.verifier.directives.DirectiveSubjects;
import io.habeas.verifier.directives.NamingSubjects;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.gate.SubjectHolds;
import io.habeas.verifier.letters.LetterClaims;
import io.habeas.verifier.links.PackageLinks;
import io.habeas.verifier.recipients.RecipientNotices;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.replays.Replays;
import io.habeas.verifier.vault.DataKeys;
import io.habeas.verifier.vault.KeyedHash;
import io.habeas.verifier.vault.Rewrapping;
import io.habeas.verifier.vault.SealedEntries;
import io.habeas.verifier.vault.SecretCodes;
import io.habeas.verifier.vault.StatedReasons;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The verifier's parts, apart from what connects it to Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VerifierSettings.class)
@EnableScheduling
class VerifierConfiguration {

  @Bean
  MongoDatabase verifierDatabase(MongoClient client, VerifierSettings settings) {
    return client.getDatabase(settings.database());
  }

  @Bean
  VaultKeys vaultKeys(VerifierSettings settings) {
    return VaultKeys.load(settings.vault().keys(), System::getenv);
  }

  @Bean
  DataKeys dataKeys(VaultKeys keys) {
    return new DataKeys(keys);
  }

  @Bean
  KeyedHash keyedHash(VaultKeys keys) {
    return new KeyedHash(keys);
  }

  @Bean
  Vault vault(MongoDatabase database, DataKeys keys, KeyedHash hash, Clock clock) {
    return new Vault(database, keys, hash, clock);
  }

  @Bean
  SecretCodes secretCodes(MongoDatabase database, DataKeys keys) {
    return new SecretCodes(database, keys);
  }

  @Bean
  StatedReasons statedReasons(
      MongoDatabase database, DataKeys keys, VerifierSettings settings, Clock clock) {
    return new StatedReasons(
        database,
        keys,
        new StatedReasons.Terms(
            settings.retention().reasons(), settings.retention().undecidedReasons()),
        clock);
  }

  @Bean
  Rewrapping rewrapping(MongoDatabase database, DataKeys keys) {
    return new Rewrapping(database, keys, SubjectHolds.COLLECTION, RecipientNotices.COLLECTION);
  }

  @Bean
  SubjectHolds subjectHolds(MongoDatabase database, DataKeys keys, KeyedHash hash) {
    return new SubjectHolds(database, keys, hash);
  }

  @Bean
  Gate gate(
      MongoDatabase database,
      Vault vault,
      RequestLives lives,
      SubjectHolds holds,
      KeyedHash hash,
      Controller controller,
      DirectiveSubjects directives,
      RecordPublisher publisher,
      VerifierSettings settings,
      Clock clock,
      MeterRegistry meters) {
    return new Gate(
        database,
        vault,
        lives,
        holds,
        hash,
        controller.participants().stream().map(Controller.Participant::name).toList(),
        directives,
        publisher,
        new Gate.Terms(
            settings.retention().subjects(), settings.retention().reasons(), settings.patience()),
        clock,
        meters);
  }

  @Bean
  DirectiveSubjects directiveSubjects(KeyedHash hash, Controller controller) {
    return new DirectiveSubjects(
        hash,
        controller.participants().stream()
            .filter(Controller.Participant::directives)
            .collect(
                Collectors.toMap(
                    Controller.Participant::name,
                    participant -> Set.copyOf(participant.identifierTypes()))));
  }

  @Bean
  NamingSubjects namingSubjects(
      Vault vault,
      RequestLives lives,
      DirectiveSubjects subjects,
      RecordPublisher publisher,
      VerifierSettings settings,
      Clock clock) {
    return new NamingSubjects(vault, lives, subjects, publisher, settings.patience(), clock);
  }

  @Bean
  SealedEntries sealedEntries(MongoDatabase database) {
    return new SealedEntries(database);
  }

  @Bean
  Replays replays(SealedEntries sealed, RecordPublisher publisher, VerifierSettings settings) {
    return new Replays(sealed, publisher, settings.patience());
  }

  @Bean
  RequestLives requestLives(MongoDatabase database, Clock clock) {
    return new RequestLives(database, clock);
  }

  @Bean
  IssuedTasks issuedTasks(MongoDatabase database) {
    return new IssuedTasks(database);
  }

  @Bean
  Declarations declarations(MongoDatabase database) {
    return new Declarations(database);
  }

  /** One thread: announcements of one challenge must not overtake each other. */
  @Bean(destroyMethod = "shutdown")
  ExecutorService announcementExecutor() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().name("announcements").daemon().factory());
  }

  @Bean
  ProofOfIdentity proofOfIdentity(
      MongoDatabase database,
      Vault vault,
      SecretCodes secretCodes,
      KeyedHash hash,
      Gate gate,
      RecordPublisher publisher,
      ExecutorService announcementExecutor,
      VerifierSettings settings,
      Clock clock,
      MeterRegistry meters) {
    return new ProofOfIdentity(
        database,
        vault,
        secretCodes,
        hash,
        gate::shown,
        publisher,
        announcementExecutor,
        settings,
        clock,
        meters);
  }

  @Bean
  Claims claims(
      Vault vault,
      SealedEntries sealed,
      RequestLives lives,
      IssuedTasks tasks,
      Declarations declarations,
      Gate gate,
      VerifierSettings settings,
      MeterRegistry meters) {
    return new Claims(
        vault,
        sealed,
        lives,
        tasks,
        declarations,
        gate,
        settings.claims().multiValuedTypes(),
        meters);
  }

  @Bean
  RecipientNotices recipientNotices(
      MongoDatabase database,
      Vault vault,
      RequestLives lives,
      DataKeys keys,
      Controller controller,
      VerifierSettings settings) {
    return new RecipientNotices(
        database,
        vault,
        lives,
        keys,
        controller,
        new RecipientNotices.Terms(
            settings.retention().recipientNotices(), settings.retention().closedRequests()));
  }

  @Bean
  LetterClaims letterClaims(
      Vault vault,
      SecretCodes codes,
      ProofOfIdentity proof,
      RequestLives lives,
      PackageLinks links,
      StatedReasons reasons,
      MeterRegistry meters) {
    return new LetterClaims(vault, codes, proof, lives, links, reasons, meters);
  }

  @Bean
  PackageLinks packageLinks(
      MongoDatabase database,
      SecretCodes codes,
      KeyedHash hash,
      VerifierSettings settings,
      Clock clock) {
    return new PackageLinks(
        database,
        codes,
        hash,
        new PackageLinks.Terms(settings.links().validity(), settings.links().lease()),
        clock);
  }

  @Bean
  Forgetting forgetting(
      Vault vault,
      SealedEntries sealed,
      Gate gate,
      VerifierSettings settings,
      ProofOfIdentity proof,
      RequestLives lives,
      IssuedTasks tasks,
      StatedReasons reasons,
      Controller controller,
      MeterRegistry meters) {
    return new Forgetting(
        vault,
        sealed,
        gate,
        settings.retention().backupLifetime(),
        proof,
        lives,
        tasks,
        reasons,
        controller.participants().stream().map(Controller.Participant::name).toList(),
        meters);
  }

  @Bean
  Upkeep upkeep(
      MongoDatabase database,
      ProofOfIdentity proof,
      PackageLinks links,
      Forgetting forgetting,
      StatedReasons reasons,
      Gate gate,
      RecipientNotices recipients,
      VerifierSettings settings,
      Clock clock) {
    return new Upkeep(
        new Indexes(database),
        proof,
        links,
        forgetting,
        reasons,
        gate,
        recipients,
        settings,
        clock);
  }
}
