package io.habeas.storeagent.s3;

import io.habeas.participant.ErasureGround;
import io.habeas.participant.Identifiers;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.export.Exporting;
import io.habeas.participant.export.UploadTarget;
import io.habeas.participant.task.Answer;
import io.habeas.participant.task.AssignedTask;
import io.habeas.participant.task.TaskHandler;
import io.habeas.participant.vault.Claims;
import io.habeas.participant.vault.Vault;
import io.habeas.storeagent.map.DataMapReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;

/** A store agent on a bucket, without its topics: its vault is in memory. */
final class BucketAgent implements AutoCloseable {
  /** What is drawn goes; what is billed is kept for seven years; an avatar is one object. */
  static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: images
              habeas:
                objects: {prefix: 'images/{account_id}/'}
                restriction: shadow
            - name: avatars
              habeas:
                objects: {key: 'avatars/{account_id}.png'}
            - name: invoices
              habeas:
                objects: {prefix: 'invoices/{account_id}/'}
                restriction: shadow
                retention:
                  rule: invoices-7y
                  period: P7Y
                  from: last_modified
                  ground: ART_17_3_B
                  statute: NL-AWR-52
                  jurisdiction: NL
                  meanwhile: restrict
      """;

  final S3Connector connector;
  final MemoryVault vault = new MemoryVault();
  final SettableClock clock;
  private final TaskHandler handler;

  private BucketAgent(
      BucketConnection connection, String map, Clients clients, SettableClock clock) {
    this.clock = clock;
    ObjectPlan plan =
        ObjectPlanner.plan(
            DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst());
    this.connector = new S3Connector(connection, clients, plan, clock);
    var meters = new SimpleMeterRegistry();
    this.handler =
        new TaskHandler(
            connector.holder(),
            connector.outcomes(),
            new Claims(vault, Duration.ZERO, pause -> {}, meters),
            vault,
            new Exporting("images", connector.holder(), Duration.ofSeconds(10), clock),
            connector.declaration(),
            meters);
  }

  static BucketAgent on(Buckets.TestBucket bucket) {
    return on(bucket.connection(), MAP, UnaryOperator.identity(), new SettableClock());
  }

  static BucketAgent on(
      BucketConnection connection,
      String map,
      UnaryOperator<S3Client> around,
      SettableClock clock) {
    return new BucketAgent(connection, map, Clients.of(connection, around), clock);
  }

  /** One over the test's own client, which is not closed with it. */
  static BucketAgent over(
      Buckets.TestBucket bucket, UnaryOperator<S3Client> around, SettableClock clock) {
    S3Client client = around.apply(new Shared(bucket.observer()));
    return new BucketAgent(bucket.connection(), MAP, new Clients(client, client), clock);
  }

  /** With accounts in its vault. */
  BucketAgent knowing(String... accounts) {
    vault.has("account_id", accounts);
    return this;
  }

  Answer answer(AssignedTask task) {
    List<Answer> answers = new ArrayList<>();
    handler.carryOut(List.of(task), (id, answer) -> answers.add(answer));
    return answers.getFirst();
  }

  Answer locate(UUID request, int step) {
    return answer(new AssignedTask.Locate(new TaskId(request, step)));
  }

  Answer restrict(UUID request, int step) {
    return answer(new AssignedTask.Restrict(new TaskId(request, step)));
  }

  Answer lift(UUID request, int step) {
    return answer(new AssignedTask.Lift(new TaskId(request, step)));
  }

  Answer erase(UUID request, int step) {
    return answer(new AssignedTask.Erase(new TaskId(request, step), ErasureGround.ART_17_1_A));
  }

  Answer verify(UUID request, int step) {
    return answer(new AssignedTask.Verify(new TaskId(request, step)));
  }

  Answer export(UUID request, int step, UploadTarget target) {
    return answer(new AssignedTask.Export(new TaskId(request, step), target));
  }

  @Override
  public void close() {
    connector.close();
  }

  private static final class Shared extends DelegatingS3Client {
    private Shared(S3Client client) {
      super(client);
    }

    @Override
    public void close() {
      // Whoever made it closes it.
    }
  }

  /** Grants what a test put in, to everybody. */
  static final class MemoryVault implements Vault {
    private final Map<String, List<String>> identifiers = new HashMap<>();

    void has(String type, String... values) {
      identifiers.put(type, List.of(values));
    }

    @Override
    public Map<TaskId, Claim> claim(List<TaskId> tasks) {
      Map<TaskId, Claim> claims = new HashMap<>();
      tasks.forEach(task -> claims.put(task, new Claim.Granted(new Identifiers(identifiers))));
      return claims;
    }

    @Override
    public Deposit deposit(TaskId task, List<YieldedIdentifier> yields) {
      throw new AssertionError("Expected nothing to be yielded but something was");
    }
  }

  /**
   * Stands where it is put; begins in the present, which is when the storage's objects are from.
   */
  static final class SettableClock extends Clock {
    private volatile Instant now = Instant.now();

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
