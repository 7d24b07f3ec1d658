package io.habeas.benchmarks.directives;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.participant.directives.Directives.Standing;
import io.habeas.participant.directives.FollowedDirectives;
import io.habeas.platform.EmbeddedKafka;
import io.habeas.platform.EmbeddedRegistry;
import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicProvisioner;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DirectiveRecord;
import io.habeas.schemas.avro.StopCause;
import io.habeas.schemas.avro.StopProcessing;
import io.habeas.schemas.directives.SubjectKey;
import io.habeas.schemas.wire.RegistryWire;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A topic of directives in a real broker, followed by the SDK, and looked up by identifiers: the
 * keyed hash of each is part of what is timed.
 */
public final class DirectivesBenchmark {
  private static final Topic<DirectiveRecord> TOPIC = Topics.directives("shop");
  private static final String PURPOSE = "newsletter";
  private static final Instant SINCE = Instant.parse("2026-01-05T09:00:00Z");
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int DIGITS = 3;

  private DirectivesBenchmark() {}

  /**
   * How much is measured.
   *
   * @param people whom something is directed about, at least 1
   * @param lookUps how many are timed, after as many that warm up; at least 2
   * @param directory an empty directory for everything that is written
   */
  public record Options(int people, int lookUps, Path directory) {
    public Options {
      if (people < 1 || lookUps < 2) {
        throw new IllegalArgumentException(
            "Expected at least 1 person and 2 look-ups but got %d and %d"
                .formatted(people, lookUps));
      }
    }
  }

  /**
   * Measures.
   *
   * @param progress is told a line at a time what is being done
   * @throws IllegalStateException if a server does not start, or the topic is not read in time
   */
  public static DirectivesReport run(Options options, Consumer<String> progress)
      throws InterruptedException {
    SubjectKey key = new SubjectKey(new byte[SubjectKey.BYTES]);
    try (EmbeddedKafka kafka =
            EmbeddedKafka.start(
                new EmbeddedKafka.Options(options.directory().resolve("kafka"), 0));
        EmbeddedRegistry registry =
            EmbeddedRegistry.start(
                new EmbeddedRegistry.Options(options.directory().resolve("registry"), 0));
        RegistryWire wire = new RegistryWire(registry.url(), Map.of())) {
      KafkaConnection connection = new KafkaConnection(kafka.bootstrapServers(), Map.of());
      progress.accept("Directing something about %,d people".formatted(options.people()));
      write(options.people(), key, connection, wire);
      progress.accept("Following");
      long before = heap();
      long started = System.nanoTime();
      try (FollowedDirectives directives =
          new FollowedDirectives(
              TOPIC,
              () -> new KafkaConsumer<>(KafkaDefaults.reader(connection)),
              wire,
              () -> key,
              Duration.ofSeconds(1))) {
        directives.start();
        if (!directives.awaitCurrent(LONGEST)) {
          throw new IllegalStateException(
              "Expected the topic to be read within " + LONGEST + " but " + directives.check());
        }
        double seconds = (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
        double bytes = (heap() - before) / (double) options.people();
        progress.accept("Looking up %,d times".formatted(options.lookUps()));
        boolean warm = lookUp(options, directives, new Histogram(DIGITS));
        Histogram nanos = new Histogram(DIGITS);
        boolean right = lookUp(options, directives, nanos);
        return new DirectivesReport(
            options.people(),
            seconds,
            bytes,
            options.lookUps(),
            nanos.getValueAtPercentile(50) / 1_000.0,
            nanos.getValueAtPercentile(99) / 1_000.0,
            warm && right);
      }
    }
  }

  private static void write(
      int people, SubjectKey key, KafkaConnection connection, RegistryWire wire) {
    Map<String, Object> settings = KafkaDefaults.producer(connection);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()));
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      new TopicProvisioner(admin, (short) -1).ensure(List.of(TOPIC));
      for (int person = 0; person < people; person++) {
        String subject = key.subject("email", address(person));
        DirectiveRecord directive =
            new DirectiveRecord(
                "shop",
                subject,
                new UUID(0, person),
                SINCE,
                new StopProcessing(PURPOSE, StopCause.CONSENT_WITHDRAWN, SINCE));
        var unused =
            producer.send(
                new ProducerRecord<>(
                    TOPIC.name(),
                    SubjectKey.messageKey(subject, PURPOSE).getBytes(UTF_8),
                    wire.encode(TOPIC.name(), directive)));
      }
      producer.flush();
    }
  }

  /** Whether every second one, who was directed about, is found, and nobody else. */
  private static boolean lookUp(Options options, FollowedDirectives directives, Histogram nanos) {
    boolean right = true;
    for (int i = 0; i < options.lookUps(); i++) {
      boolean known = i % 2 == 0;
      int person = (int) ((long) i * 7_919 % options.people());
      String address = address(known ? person : options.people() + person);
      long started = System.nanoTime();
      Standing standing = directives.about("email", address);
      nanos.recordValue(System.nanoTime() - started);
      right &= standing.mayProcessFor(PURPOSE, null) != known;
    }
    return right;
  }

  private static String address(int person) {
    return "person." + person + "@mail.example";
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
