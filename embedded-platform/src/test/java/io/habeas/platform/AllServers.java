package io.habeas.platform;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs every server that keeps data, until it is killed. */
final class AllServers {

  private AllServers() {}

  public static void main(String[] args) throws InterruptedException {
    Path data = Path.of(args[0]);
    EmbeddedMongo mongo =
        EmbeddedMongo.start(new EmbeddedMongo.Options(data.resolve("documents"), 0));
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(new EmbeddedPostgres.Options(data.resolve("relational"), 0));
    EmbeddedRegistry registry =
        EmbeddedRegistry.start(new EmbeddedRegistry.Options(data.resolve("schemas"), 0));
    EmbeddedKafka kafka =
        EmbeddedKafka.start(new EmbeddedKafka.Options(data.resolve("messages"), 0));
    System.out.println("mongo=" + mongo.uri());
    System.out.println("postgres=" + postgres.jdbcUrl("postgres"));
    System.out.println("registry=" + registry.confluentUrl());
    System.out.println("kafka=" + kafka.bootstrapServers());
    new CountDownLatch(1).await();
  }
}
