package io.habeas.standalone;

import io.habeas.exportbuilder.ExportBuilderApplication;
import io.habeas.exportbuilder.packaging.Sealing;
import io.habeas.intake.KeyedHash;
import io.habeas.intake.RequestIntakeApplication;
import io.habeas.notifier.NotifierApplication;
import io.habeas.orchestrator.ErasureOrchestratorApplication;
import io.habeas.platform.EmbeddedS3;
import io.habeas.schemas.Topics;
import io.habeas.standalone.sample.AccountsDatabase;
import io.habeas.standalone.sample.ImageBucket;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.standalone.secrets.SecretsDirectory;
import io.habeas.storeagent.StoreAgentApplication;
import io.habeas.verifier.IdentityVerifierApplication;
import io.habeas.verifier.vault.VaultKeys;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The services and what each is told; every setting is one that production has too. */
final class Services {

  /** What the sample controller's stores are called as participants. */
  static final String ACCOUNTS_DB = "accounts-db";

  static final String CONVERSATIONS_DB = "conversations-db";
  static final String IMAGES = "images";
  static final String SESSIONS = "sessions";
  static final String AI_PROVIDER = "ai-provider";

  /** The client as which the sample's product reports whose an object at the AI provider is. */
  static final String PRODUCT = "anypromt-bot";

  /** The name of the secret with which the AI provider is called. */
  static final String AI_PROVIDER_KEY = "ai-provider-key";

  /** The one client that the embedded object storage knows. */
  static final String S3_ACCESS_KEY = "habeas";

  /** The name of that client's secret. */
  static final String S3_SECRET = "s3-secret";

  private static final String CLIENT = "habeas.security.client";
  private static final String STORE_AGENT = "store-agent";
  private static final String CONNECTIONS = "habeas.store-agent.connections.";

  private final PortPlan ports;
  private final SecretsDirectory secrets;
  private final Identities identities;
  private final Path data;
  private final Path sample;

  /**
   * @param data where processes keep their stores
   * @param sample the directory of the sample controller
   */
  Services(
      PortPlan ports, SecretsDirectory secrets, Identities identities, Path data, Path sample) {
    this.ports = ports;
    this.secrets = secrets;
    this.identities = identities;
    this.data = data;
    this.sample = sample;
  }

  /** All of them, in no particular order: each waits for what it needs. */
  List<Service> all() {
    return List.of(
        requestIntake(),
        identityVerifier(),
        erasureOrchestrator(),
        exportBuilder(),
        notifier(),
        accountsAgent(),
        conversationsAgent(),
        imagesAgent(),
        sessionsAgent(),
        aiProviderAgent());
  }

  private Service requestIntake() {
    return service(
        Topics.REQUEST_INTAKE,
        RequestIntakeApplication.class,
        ports.of(Server.INTAKE),
        identities.settings(Topics.REQUEST_INTAKE, CLIENT),
        Map.of(
            "habeas.request-intake.keys",
            secrets.file("intake-keys.json", KeyedHash::generate).toString(),
            "habeas.request-intake.verifier-url",
            ports.url(Server.VERIFIER),
            "habeas.request-intake.export-builder-url",
            ports.url(Server.EXPORT_BUILDER)));
  }

  private Service identityVerifier() {
    return service(
        Topics.IDENTITY_VERIFIER,
        IdentityVerifierApplication.class,
        ports.of(Server.VERIFIER),
        Map.of(
            "habeas.identity-verifier.vault.keys",
            secrets.file("vault-keys.json", VaultKeys::generate).toString()));
  }

  private Service erasureOrchestrator() {
    return service(
        Topics.ERASURE_ORCHESTRATOR,
        ErasureOrchestratorApplication.class,
        ports.of(Server.ORCHESTRATOR),
        // A day and more where people are real; here somebody looks on.
        Map.of(
            "habeas.erasure-orchestrator.cooling-off",
            "4s",
            "habeas.erasure-orchestrator.first-pause",
            "2s"));
  }

  private Service exportBuilder() {
    String storage = "habeas.export-builder.storage.";
    return service(
        Topics.EXPORT_BUILDER,
        ExportBuilderApplication.class,
        ports.of(Server.EXPORT_BUILDER),
        Map.of(
            "habeas.export-builder.keys",
            secrets.file("export-keys.json", Sealing::generate).toString(),
            storage + "endpoint",
            ports.url(Server.S3),
            storage + "region",
            EmbeddedS3.REGION,
            storage + "bucket",
            "habeas-exports",
            storage + "create-bucket",
            "true",
            storage + "access-key",
            S3_ACCESS_KEY,
            storage + "secret-key",
            secrets.text(S3_SECRET)));
  }

  private Service notifier() {
    return service(
        Topics.NOTIFIER,
        NotifierApplication.class,
        ports.of(Server.NOTIFIER),
        identities.settings(Topics.NOTIFIER, CLIENT),
        Map.of(
            "habeas.notifier.from",
            "privacy@anypromt.example",
            "habeas.notifier.vault-url",
            ports.url(Server.VERIFIER),
            "habeas.notifier.package-page",
            ports.url(Server.INTAKE) + "/package",
            "spring.mail.host",
            "127.0.0.1",
            "spring.mail.port",
            Integer.toString(ports.of(Server.SMTP))));
  }

  private Service accountsAgent() {
    String database = CONNECTIONS + "anypromt_accounts.postgres.";
    return storeAgent(
        "accounts-agent",
        ACCOUNTS_DB,
        ports.of(Server.ACCOUNTS_AGENT),
        "accounts.yml",
        Map.of(
            database + "url",
            AccountsDatabase.jdbcUrl(ports.of(Server.POSTGRES)),
            database + "username",
            AccountsDatabase.USER,
            database + "password",
            AccountsDatabase.PASSWORD,
            database + "read-only-username",
            AccountsDatabase.READER,
            database + "read-only-password",
            AccountsDatabase.READER));
  }

  private Service conversationsAgent() {
    String database = CONNECTIONS + "anypromt_conversations.mongodb.";
    return storeAgent(
        "conversations-agent",
        CONVERSATIONS_DB,
        ports.of(Server.CONVERSATIONS_AGENT),
        "conversations.yml",
        Map.of(
            database + "uri",
            "mongodb://127.0.0.1:" + ports.of(Server.MONGO),
            database + "database",
            SampleStores.CONVERSATIONS));
  }

  private Service imagesAgent() {
    String bucket = CONNECTIONS + "anypromt_images.s3.";
    return storeAgent(
        "images-agent",
        IMAGES,
        ports.of(Server.IMAGES_AGENT),
        "images.yml",
        Map.of(
            bucket + "endpoint",
            ports.url(Server.S3),
            bucket + "bucket",
            ImageBucket.NAME,
            bucket + "access-key",
            S3_ACCESS_KEY,
            bucket + "secret-key",
            secrets.text(S3_SECRET)));
  }

  private Service sessionsAgent() {
    return storeAgent(
        "sessions-agent",
        SESSIONS,
        ports.of(Server.SESSIONS_AGENT),
        "sessions.yml",
        Map.of(
            CONNECTIONS + "anypromt_sessions.redis.uri",
            "redis://127.0.0.1:" + ports.of(Server.REDIS),
            CONNECTIONS + "anypromt_sessions.redis.timeout",
            "2s"));
  }

  private Service aiProviderAgent() {
    String provider = CONNECTIONS + "anypromt_ai_provider.objects.";
    secrets.text(AI_PROVIDER_KEY);
    return storeAgent(
        "ai-provider-agent",
        AI_PROVIDER,
        ports.of(Server.AI_PROVIDER_AGENT),
        "ai-provider.yml",
        Map.of(
            provider + "definition",
            "openai",
            provider + "base-url",
            ports.url(Server.AI_PROVIDER),
            provider + "allowed-hosts",
            "127.0.0.1",
            provider + "secret",
            secrets.path(AI_PROVIDER_KEY).toString(),
            "habeas.store-agent.hash-key",
            secrets.file("ai-provider-hash-key", SecretsDirectory::writeKey).toString(),
            "habeas.store-agent.ledger.uri",
            "mongodb://127.0.0.1:" + ports.of(Server.MONGO),
            "habeas.store-agent.ledger.database",
            "habeas"));
  }

  private Service storeAgent(
      String name, String participant, int port, String map, Map<String, String> store) {
    return service(
        name,
        STORE_AGENT,
        StoreAgentApplication.class,
        port,
        identities.settings(participant, "habeas.participant.vault"),
        Map.of(
            "spring.application.name",
            name,
            "habeas.participant.name",
            participant,
            "habeas.participant.vault.url",
            ports.url(Server.VERIFIER),
            "habeas.store-agent.map",
            sample.resolve(map).toString()),
        store);
  }

  @SafeVarargs
  private Service service(
      String name, Class<?> application, int port, Map<String, String>... settings) {
    return service(name, name, application, port, settings);
  }

  @SafeVarargs
  private Service service(
      String name, String kind, Class<?> application, int port, Map<String, String>... settings) {
    Map<String, String> all = new LinkedHashMap<>(everywhere(name, port));
    for (Map<String, String> own : settings) {
      all.putAll(own);
    }
    return new Service(name, kind, application, port, all);
  }

  private Map<String, String> everywhere(String name, int port) {
    return Map.ofEntries(
        Map.entry("server.address", "127.0.0.1"),
        Map.entry("server.port", Integer.toString(port)),
        Map.entry("habeas.kafka.bootstrap-servers", "127.0.0.1:" + ports.of(Server.KAFKA)),
        Map.entry("habeas.kafka.registry-url", ports.url(Server.REGISTRY) + "/apis/registry/v3"),
        Map.entry("habeas.kafka.state-directory", data.resolve("state").toString()),
        Map.entry("habeas.kafka.instance-id", name),
        Map.entry("spring.mongodb.uri", "mongodb://127.0.0.1:" + ports.of(Server.MONGO)),
        Map.entry(
            "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
            ports.url(Server.AUTHORIZATION) + "/oauth2/jwks"),
        Map.entry("spring.config.import", "file:" + sample.resolve("controller.yml")),
        // One process, several contexts: each keeps its meters, and the standalone says who stops
        // when.
        Map.entry("management.metrics.use-global-registry", "false"),
        Map.entry("spring.main.register-shutdown-hook", "false"),
        // One class path: what only one of them needs would start in all.
        Map.entry(
            "spring.autoconfigure.exclude",
            "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration,"
                + "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration"));
  }
}
