package io.habeas.standalone;

import io.habeas.platform.DataDirectory;
import io.habeas.platform.EmbeddedKafka;
import io.habeas.platform.EmbeddedMail;
import io.habeas.platform.EmbeddedMongo;
import io.habeas.platform.EmbeddedPostgres;
import io.habeas.platform.EmbeddedRedis;
import io.habeas.platform.EmbeddedRegistry;
import io.habeas.platform.EmbeddedS3;
import io.habeas.standalone.authorization.AuthorizationServer;
import io.habeas.standalone.authorization.ClientCredentials;
import io.habeas.standalone.provider.ProviderStandIn;
import io.habeas.standalone.sample.AccountsDatabase;
import io.habeas.standalone.sample.ProviderFiles;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.standalone.secrets.SecretsDirectory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Everything of Habeas in this process, on one data directory: the platform, an authorization
 * server, every service, and the sample controller's store.
 *
 * <p>Starting it again on the same directory goes on where it stopped, also after a {@code kill
 * -9}.
 */
public final class Standalone implements AutoCloseable {

  private final DataDirectory directory;
  private final PortPlan ports;
  private final Path sample;
  private final PartGroup platform;
  private final PartGroup services;

  private Standalone(DataDirectory directory, Options options, Progress progress) {
    this.directory = directory;
    this.ports = PortPlan.from(options.portBase());
    this.sample = options.sample();
    this.platform = new PartGroup(progress);
    this.services = new PartGroup(progress);
  }

  /**
   * Where the standalone runs.
   *
   * @param data its data directory
   * @param portBase the first of its ports, 0 for free ones
   * @param sample the directory of the sample controller: {@code controller.yml}, {@code
   *     schema.sql}, the data map
   */
  public record Options(Path data, int portBase, Path sample) {}

  /**
   * Takes the data directory and the ports, and starts nothing yet.
   *
   * @throws IllegalStateException if the directory is in use or a port is taken
   */
  public static Standalone prepare(Options options, Progress progress) {
    DataDirectory directory = DataDirectory.take(options.data());
    try {
      return new Standalone(directory, options, progress);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Starts everything and returns when every service is ready.
   *
   * @throws RuntimeException if a part does not start; close this then
   */
  public void start() {
    Path data = directory.path();
    SecretsDirectory secrets = SecretsDirectory.in(data.resolve("secrets"));
    Identities identities =
        new Identities(secrets, ports.url(Server.AUTHORIZATION) + "/oauth2/token");

    platform.start(
        "Kafka",
        "127.0.0.1:" + ports.of(Server.KAFKA),
        () ->
            EmbeddedKafka.start(
                new EmbeddedKafka.Options(data.resolve("kafka"), ports.of(Server.KAFKA))));
    platform.start(
        "schema registry",
        ports.url(Server.REGISTRY),
        () ->
            EmbeddedRegistry.start(
                new EmbeddedRegistry.Options(data.resolve("registry"), ports.of(Server.REGISTRY))));
    platform.start(
        "MongoDB stand-in",
        "mongodb://127.0.0.1:" + ports.of(Server.MONGO),
        () ->
            EmbeddedMongo.start(
                new EmbeddedMongo.Options(data.resolve("mongo"), ports.of(Server.MONGO))));
    platform.start(
        "PostgreSQL",
        AccountsDatabase.jdbcUrl(ports.of(Server.POSTGRES)),
        () -> {
          EmbeddedPostgres postgres =
              EmbeddedPostgres.start(
                  new EmbeddedPostgres.Options(
                      data.resolve("postgres"), ports.of(Server.POSTGRES)));
          AccountsDatabase.create(postgres, sample.resolve("schema.sql"));
          return postgres;
        });
    platform.start(
        "S3",
        ports.url(Server.S3),
        () ->
            EmbeddedS3.start(
                new EmbeddedS3.Options(
                    data.resolve("s3"),
                    ports.of(Server.S3),
                    Services.S3_ACCESS_KEY,
                    secrets.text(Services.S3_SECRET))));
    platform.start(
        "Redis",
        "redis://127.0.0.1:" + ports.of(Server.REDIS),
        () ->
            EmbeddedRedis.start(
                new EmbeddedRedis.Options(data.resolve("redis"), ports.of(Server.REDIS))));
    platform.start(
        "AI provider stand-in",
        ports.url(Server.AI_PROVIDER),
        () ->
            ProviderStandIn.start(
                data.resolve("ai-provider"),
                ports.of(Server.AI_PROVIDER),
                secrets.text(Services.AI_PROVIDER_KEY)));
    platform.start(
        "mail",
        "smtp://127.0.0.1:" + ports.of(Server.SMTP) + ", imap://127.0.0.1:" + ports.of(Server.IMAP),
        () ->
            EmbeddedMail.start(
                new EmbeddedMail.Options(ports.of(Server.SMTP), ports.of(Server.IMAP))));
    platform.start(
        "authorization server",
        ports.url(Server.AUTHORIZATION),
        () ->
            AuthorizationServer.start(
                ports.of(Server.AUTHORIZATION),
                secrets.file(
                    "signing-key.json",
                    file -> Files.writeString(file, AuthorizationServer.generateSigningKey())),
                identities.all()));
    platform.await();
    try (SampleStores stores = new SampleStores(sampleStores())) {
      stores.create();
    }

    for (Service service : new Services(ports, secrets, identities, data, sample).all()) {
      services.start(service.name(), service.url().toString(), service::start);
    }
    services.await();
  }

  /** The ports of everything. */
  public PortPlan ports() {
    return ports;
  }

  /** Where the sample controller's stores are. */
  public SampleStores.Where sampleStores() {
    SecretsDirectory secrets = SecretsDirectory.in(directory.path().resolve("secrets"));
    return new SampleStores.Where(
        AccountsDatabase.jdbcUrl(ports.of(Server.POSTGRES)),
        "mongodb://127.0.0.1:" + ports.of(Server.MONGO),
        URI.create(ports.url(Server.S3)),
        Services.S3_ACCESS_KEY,
        secrets.text(Services.S3_SECRET),
        URI.create("redis://127.0.0.1:" + ports.of(Server.REDIS)),
        new ProviderFiles.Where(
            URI.create(ports.url(Server.AI_PROVIDER)),
            secrets.text(Services.AI_PROVIDER_KEY),
            URI.create(ports.url(Server.AI_PROVIDER_AGENT)),
            credentials(Services.PRODUCT)));
  }

  /** By which the data protection officer gets a token. */
  public ClientCredentials officer() {
    return credentials(Identities.OPERATOR);
  }

  private ClientCredentials credentials(String client) {
    SecretsDirectory secrets = SecretsDirectory.in(directory.path().resolve("secrets"));
    return new ClientCredentials(
        URI.create(ports.url(Server.AUTHORIZATION) + "/oauth2/token"),
        client,
        secrets.text("client-" + client));
  }

  /** The front door. */
  public URI intake() {
    return URI.create(ports.url(Server.INTAKE));
  }

  /** Stops the services, then what they stand on. Idempotent. */
  @Override
  public void close() {
    services.close();
    platform.close();
    directory.close();
  }
}
