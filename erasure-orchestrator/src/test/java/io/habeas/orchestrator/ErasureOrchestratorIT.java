package io.habeas.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.habeas.chassis.ServiceApplication;
import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicProvisioner;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEntry;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureOnHold;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.ParticipantWaiting;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RestrictionLifted;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreHoldEnded;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldInForce;
import io.habeas.schemas.avro.StoreHoldPlaced;
import io.habeas.schemas.avro.StoreHoldRecord;
import io.habeas.schemas.avro.StoreHoldReleased;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.RegistryWire;
import io.habeas.testkit.platform.KafkaPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as it is started in production, with two stores that this test plays. */
class ErasureOrchestratorIT {
  @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();

  private static final UUID PSEUDONYM = UUID.fromString("6f1c1f9a-58d5-8f2b-9d0e-0c6f5e6f7a03");
  private static final List<String> STORES = List.of("accounts", "orders");

  private static final UUID HOLD = UUID.randomUUID();

  @TempDir Path data;

  @Test
  void shouldCarryAnErasureThroughOnARealBrokerAndAcrossARestart() throws Exception {
    // given
    UUID request = UUID.randomUUID();
    try (var wire = new RegistryWire(kafka.registryUrl(), Map.of());
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        var producer = producer();
        var consumer = consumer()) {
      new TopicProvisioner(admin, (short) 1)
          .ensure(List.of(Topics.REQUESTS, Topics.IDENTITY, Topics.DECISIONS, Topics.STORE_HOLDS));
      var stores = new Stores(wire, producer, consumer);

      // when
      try (var service = start()) {
        assertThat(service.isActive()).isTrue();
        // The participants' topics appear only now: the service takes them up.
        new TopicProvisioner(admin, (short) 1).ensure(participantsTopics());
        stores.declare("orders");
        stores.hold(HOLD, new StoreHoldPlaced());
        consumer.subscribe(
            List.of(
                "dsar.erasure-tasks.accounts",
                "dsar.erasure-tasks.orders",
                "dsar.erasure-events",
                "dsar.store-hold-events",
                "dsar.erasures"));
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> {
                  stores.work();
                  return stores.inForce.size() == Topics.STORE_HOLDS.partitions();
                });
        stores.send(
            Topics.REQUESTS,
            request,
            new RequestRecord(
                request,
                Instant.now(),
                new RequestAccepted(
                    Right.ERASURE,
                    List.of("email"),
                    ErasureGround.ART_17_1_B,
                    LocalDate.parse("2026-12-24"),
                    List.of())));
        await().atMost(Duration.ofMinutes(2)).until(() -> stores.work() >= 4);
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> {
                  stores.work();
                  return stores.onHold != null;
                });
      }
      try (var service = start()) {
        assertThat(service.isActive()).isTrue();
        stores.hold(HOLD, new StoreHoldReleased(UUID.randomUUID()));
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> {
                  stores.work();
                  return stores.waiting != null;
                });
        assertThat(stores.completed).isNull();
        stores.declare("accounts");
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> {
                  stores.work();
                  return stores.completed != null && stores.entry != null;
                });
      }

      // then
      assertThat(stores.inForce.values()).as("nothing was too late").containsOnly(0L);
      assertThat(stores.onHold).isEqualTo(new ErasureOnHold(List.of(HOLD), List.of("orders")));
      assertThat(stores.waiting).isEqualTo(WaitReason.NOT_DECLARED);
      assertThat(stores.ended).hasSize(Topics.STORE_HOLDS.partitions());
      assertThat(stores.entry)
          .isNotNull()
          .satisfies(
              entry ->
                  assertThat(entry.getStores())
                      .extracting(LedgerLine::getParticipant, LedgerLine::getPseudonym)
                      .containsExactly(tuple("accounts", PSEUDONYM), tuple("orders", null)));
      assertThat(stores.completed)
          .isEqualTo(
              new ErasureCompleted(
                  Completion.ERASED_IN_FULL,
                  STORES.stream()
                      .map(
                          store ->
                              new StoreOutcome(
                                  store,
                                  List.of(new CollectionOutcome("settings", 3L, 0L, 0L)),
                                  List.of(),
                                  null))
                      .toList()));
    }
  }

  private static List<Topic<?>> participantsTopics() {
    return STORES.stream()
        .<Topic<?>>flatMap(store -> Stream.of(Topics.replies(store), Topics.declarations(store)))
        .toList();
  }

  private ConfigurableApplicationContext start() {
    return ServiceApplication.run(
        ErasureOrchestratorApplication.class,
        Topics.ERASURE_ORCHESTRATOR,
        "--server.port=0",
        "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://localhost:1/jwks",
        "--habeas.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
        "--habeas.kafka.registry-url=" + kafka.registryUrl(),
        "--habeas.kafka.replication-factor=1",
        "--habeas.kafka.state-directory=" + data,
        "--habeas.kafka.instance-id=orchestrator-1",
        "--habeas.kafka.topics-looked-at-every=500ms",
        "--habeas.erasure-orchestrator.patience=2s",
        "--habeas.erasure-orchestrator.cooling-off=0s",
        "--spring.config.import=file:../deploy/sample/anypromt/controller.yml",
        "--habeas.controller.name=Sample",
        "--habeas.controller.contact=dpo@example.org",
        "--habeas.controller.country=NL",
        "--habeas.controller.zone=Europe/Amsterdam",
        "--habeas.controller.authority.name=AP",
        "--habeas.controller.authority.website=https://autoriteitpersoonsgegevens.nl",
        "--habeas.controller.participants[0].name=accounts",
        "--habeas.controller.participants[0].client-id=accounts",
        "--habeas.controller.participants[0].identifier-types=email",
        "--habeas.controller.participants[1].name=orders",
        "--habeas.controller.participants[1].client-id=orders",
        "--habeas.controller.participants[1].identifier-types=email");
  }

  private static KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG, "stores-of-a-test",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  /**
   * Stores that do at once what they are asked, a verifier that lets everybody pass, and everybody
   * who follows erasures.
   */
  private static final class Stores {
    private final RegistryWire wire;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private int answered;
    private final Map<Integer, Long> inForce = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private @Nullable ErasureOnHold onHold;
    private @Nullable WaitReason waiting;
    private @Nullable ErasureCompleted completed;
    private @Nullable ErasureEntry entry;

    Stores(
        RegistryWire wire,
        KafkaProducer<String, byte[]> producer,
        KafkaConsumer<String, byte[]> consumer) {
      this.wire = wire;
      this.producer = producer;
      this.consumer = consumer;
    }

    /** Takes what is there and returns how many tasks were answered so far. */
    int work() throws ExecutionException, InterruptedException {
      for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(200))) {
        if (message.topic().equals(Topics.ERASURE_EVENTS.name())) {
          ErasureEventRecord event = known(ErasureEventRecord.class, message.value());
          followed(event.getPayload());
          if (event.getPayload() instanceof GateAsked asked) {
            send(
                Topics.IDENTITY,
                event.getRequestId(),
                new IdentityRecord(
                    event.getRequestId(),
                    Instant.now(),
                    new GatePassed(
                        asked.getAsk(),
                        List.of(new ParticipantPseudonym("accounts", PSEUDONYM, List.of())))));
          }
        } else if (message.topic().equals(Topics.STORE_HOLD_EVENTS.name())) {
          acknowledged(known(StoreHoldEventRecord.class, message.value()));
        } else if (message.topic().equals(Topics.ERASURES.name())) {
          entry = known(ErasureEntry.class, message.value());
        } else {
          ErasureTask task = known(ErasureTask.class, message.value());
          send(
              Topics.replies(task.getParticipant()),
              task.getRequestId(),
              new ParticipantReply(
                  task.getRequestId(),
                  Instant.now(),
                  task.getParticipant(),
                  task.getStep(),
                  answer(task)));
          answered++;
        }
      }
      return answered;
    }

    private void followed(Object event) {
      switch (event) {
        case ErasureCompleted outcome -> completed = outcome;
        case ErasureOnHold held -> onHold = held;
        case ParticipantWaiting waits when waits.getAskedAgainAt() == null ->
            waiting = waits.getReason();
        default -> {}
      }
    }

    private void acknowledged(StoreHoldEventRecord event) {
      switch (event.getPayload()) {
        case StoreHoldInForce held -> inForce.put(event.getPartition(), held.getTooLate());
        case StoreHoldEnded over -> ended.add(event.getPartition());
        default -> throw new AssertionError(event);
      }
    }

    /** In every partition, as whoever decides does. */
    void hold(UUID hold, SpecificRecord payload) throws ExecutionException, InterruptedException {
      String topic = Topics.STORE_HOLDS.name();
      var record = new StoreHoldRecord(hold, "orders", null, Instant.now(), "dpo", payload);
      for (int partition = 0; partition < Topics.STORE_HOLDS.partitions(); partition++) {
        producer
            .send(
                new ProducerRecord<>(topic, partition, hold.toString(), wire.encode(topic, record)))
            .get();
      }
    }

    void declare(String store) throws ExecutionException, InterruptedException {
      String topic = Topics.declarations(store).name();
      var record =
          new DeclarationRecord(
              store,
              Instant.now(),
              new ParticipantDeclared(
                  List.of("email"),
                  List.of(),
                  List.of(Action.ERASE),
                  List.of(),
                  null,
                  3_600,
                  null));
      producer.send(new ProducerRecord<>(topic, store, wire.encode(topic, record))).get();
    }

    private static SpecificRecord answer(ErasureTask task) {
      List<CollectionCount> three = List.of(new CollectionCount("settings", 3L));
      return switch (task.getPayload()) {
        case LocateHoldings locate -> new HoldingsLocated(three, List.of(), false, List.of());
        case RestrictRecords restrict -> new RecordsRestricted(three);
        case LiftRestriction lift -> new RestrictionLifted(three);
        case EraseRecords erase ->
            new RecordsErased(List.of(new CollectionOutcome("settings", 3L, 0L, 0L)), List.of());
        case VerifyErasure verify -> new ErasureVerified();
        default -> throw new AssertionError(task);
      };
    }

    <R extends SpecificRecord> void send(Topic<R> topic, UUID request, R value)
        throws ExecutionException, InterruptedException {
      producer
          .send(
              new ProducerRecord<>(
                  topic.name(), request.toString(), wire.encode(topic.name(), value)))
          .get();
    }

    private <R extends SpecificRecord> R known(Class<R> type, byte[] bytes) {
      return switch (wire.decode(type, bytes)) {
        case Decoded.Known<R>(R value) -> value;
        case Decoded.Undecodable<R>(String error) -> throw new AssertionError(error);
        case Decoded.UnknownType<R>(String name) -> throw new AssertionError(name);
      };
    }
  }
}
