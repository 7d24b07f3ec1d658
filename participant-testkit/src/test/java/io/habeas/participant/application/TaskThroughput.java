package io.habeas.participant.application;

import static org.awaitility.Awaitility.await;

import io.habeas.participant.testkit.Notebook;
import io.habeas.participant.testkit.StandInPlatform;
import io.habeas.process.listener.Handler;
import io.habeas.process.listener.OrderedListener;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.testkit.platform.KafkaPlatform;
import io.habeas.testkit.platform.TopicClient;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How many tasks a second an application with the SDK answers, all of a poll together and one by
 * one. Not among the tests of a build: {@code -Dit.test=TaskThroughput}.
 */
class TaskThroughput {
  @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();

  private static final int WARM_UP = 1_000;
  private static final int TASKS = 5_000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true, false, true})
  void measure(boolean oneByOne) {
    String name = "notebook-" + UUID.randomUUID();
    String url = "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
    var database = JdbcConnectionPool.create(url, "sa", "");
    new JdbcTemplate(database).execute(Notebook.TABLES);
    try (StandInPlatform platform = StandInPlatform.start();
        TopicClient topics = kafka.client()) {
      platform.vault().has("email", "ada@mail.example");
      topics.create(List.of(Topics.erasureTasks(name), Topics.exportTasks(name)));
      topics.create(List.of(Topics.replies(name)));
      try (var application =
          SpringApplication.run(
              oneByOne ? OneByOne.class : NotebookApplication.class,
              NotebookApplication.settings(name, url, kafka, platform).toArray(String[]::new))) {
        send(topics, name, WARM_UP);
        awaitReplies(topics, name, WARM_UP);
        long from = System.nanoTime();
        send(topics, name, TASKS);
        awaitReplies(topics, name, WARM_UP + TASKS);
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf(
            "%s: %.0f tasks/s; %d claims of %d tasks in all%n",
            oneByOne ? "one by one" : "all of a poll",
            TASKS / seconds,
            platform.claims().size(),
            WARM_UP + TASKS);
      }
    } finally {
      database.dispose();
    }
  }

  private static void send(TopicClient topics, String name, int number) {
    Map<String, ErasureTask> tasks = new LinkedHashMap<>();
    for (int i = 0; i < number; i++) {
      UUID id = UUID.randomUUID();
      tasks.put(id.toString(), new ErasureTask(id, Instant.EPOCH, name, 1, new LocateHoldings(1)));
    }
    topics.sendAll(Topics.erasureTasks(name), tasks);
  }

  private static void awaitReplies(TopicClient topics, String name, int number) {
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> topics.records(Topics.replies(name).name()).size() >= number);
  }

  /** The same application, whose listeners look at one message at a time. */
  @Configuration(proxyBeanMethods = false)
  @Import(NotebookApplication.class)
  static class OneByOne {
    @Bean
    static BeanPostProcessor oneByOne() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
          return bean instanceof OrderedListener<?> listener ? alone(listener) : bean;
        }
      };
    }

    private static <R extends SpecificRecord> OrderedListener<R> alone(
        OrderedListener<R> listener) {
      Handler<R> handler = listener.handler();
      return new OrderedListener<>(
          listener.group(),
          listener.topics(),
          listener.type(),
          (topic, message) -> handler.handle(topic, message),
          listener.settings());
    }
  }
}
