package io.habeas.intake;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.intake.view.Projection;
import io.habeas.intake.view.RequestViews;
import io.habeas.intake.view.RestorationViews;
import io.habeas.intake.view.RetentionDifferences;
import io.habeas.platform.EmbeddedMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.FileSystemUtils;
import reactor.core.publisher.Flux;

/**
 * The intake {@linkplain WithoutKafka without Kafka} on the MongoDB stand-in: one for all tests of
 * this JVM, since starting it takes seconds. Before each of them nothing is stored, and what was
 * said to others is forgotten.
 */
public final class StartedIntake implements BeforeEachCallback {
  private static final Namespace SHARED = Namespace.create(StartedIntake.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private @Nullable Running running;

  private record Running(
      EmbeddedMongo mongo,
      Path directory,
      ConfigurableApplicationContext context,
      WebTestClient client)
      implements AutoCloseable {

    static Running start() {
      try {
        EmbeddedMongo mongo = EmbeddedMongo.inMemory();
        Path directory = Files.createTempDirectory("intake-");
        ConfigurableApplicationContext context = WithoutKafka.start(mongo.uri(), directory);
        return new Running(mongo, directory, context, WithoutKafka.client(context));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void empty() {
      MongoDatabase database = context.getBean(MongoDatabase.class);
      Flux.from(database.listCollectionNames())
          .concatMap(name -> database.getCollection(name).deleteMany(new Document()))
          .blockLast(PATIENCE);
    }

    @Override
    public void close() throws IOException {
      context.close();
      mongo.close();
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    running =
        test.getRoot()
            .getStore(SHARED)
            .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    running.empty();
    WithoutKafka.forget();
  }

  private Running running() {
    return Objects.requireNonNull(running, "Expected the intake to be started but it is not");
  }

  /** Calls it. */
  public WebTestClient client() {
    return running().client();
  }

  /** Where it is reached. */
  public URI url() {
    return WithoutKafka.url(running().context());
  }

  /** What it is made of. */
  public <T> T bean(Class<T> type) {
    return running().context().getBean(type);
  }

  /** Takes what is on the topics into its views. */
  public Projection projection() {
    return new Projection(
        bean(RequestViews.class),
        bean(RestorationViews.class),
        bean(RetentionDifferences.class),
        PATIENCE);
  }
}
