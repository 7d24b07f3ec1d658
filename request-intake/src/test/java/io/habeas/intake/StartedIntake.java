package io.habeas.intake;

import io.habeas.intake.view.Projection;
import io.habeas.intake.view.RequestViews;
import io.habeas.intake.view.RestorationViews;
import io.habeas.intake.view.RetentionDifferences;
import io.habeas.platform.EmbeddedMongo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.FileSystemUtils;

/**
 * The intake {@linkplain WithoutKafka without Kafka} on the MongoDB stand-in: a new one for each
 * test, or one for all where they have one instance of their class. What was said to others is
 * forgotten before each.
 */
public final class StartedIntake
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private boolean forAll;
  private @Nullable Running running;

  private record Running(
      EmbeddedMongo mongo,
      Path directory,
      ConfigurableApplicationContext context,
      WebTestClient client) {

    static Running start() throws IOException {
      EmbeddedMongo mongo = EmbeddedMongo.inMemory();
      Path directory = Files.createTempDirectory("intake-");
      ConfigurableApplicationContext context = WithoutKafka.start(mongo.uri(), directory);
      return new Running(mongo, directory, context, WithoutKafka.client(context));
    }

    void stop() throws IOException {
      context.close();
      mongo.close();
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  @Override
  public void beforeAll(ExtensionContext test) throws IOException {
    forAll = true;
    running = Running.start();
  }

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    WithoutKafka.forget();
    if (!forAll) {
      running = Running.start();
    }
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException {
    if (!forAll) {
      running().stop();
    }
  }

  @Override
  public void afterAll(ExtensionContext test) throws IOException {
    running().stop();
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
