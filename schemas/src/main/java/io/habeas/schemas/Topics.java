package io.habeas.schemas;

import io.habeas.schemas.Topic.Cleanup;
import io.habeas.schemas.Topic.Key;
import io.habeas.schemas.avro.CanaryOutcomeRecord;
import io.habeas.schemas.avro.CanaryRecord;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.DirectiveRecord;
import io.habeas.schemas.avro.ErasureEntry;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ExportEventRecord;
import io.habeas.schemas.avro.ExportTask;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.PackagingRecord;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RosterRecord;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Every topic of Habeas. Each has exactly one writing principal, so that an access rule on it means
 * something: nobody but the register can say "accepted", nobody but a store can speak for that
 * store.
 */
public final class Topics {

  /** The service that holds the front door. */
  public static final String REQUEST_INTAKE = "request-intake";

  /** The register of requests, which lives in the same service under a principal of its own. */
  public static final String REGISTER = "register";

  /** The API by which people decide, which lives there too, under a principal of its own. */
  public static final String OPERATORS = "operators";

  public static final String IDENTITY_VERIFIER = "identity-verifier";
  public static final String ERASURE_ORCHESTRATOR = "erasure-orchestrator";
  public static final String EXPORT_BUILDER = "export-builder";
  public static final String NOTIFIER = "notifier";

  /**
   * Longest life of a request (one month and two more, Art. 12(3)) with slack for the backlog of a
   * long outage.
   */
  private static final Duration LIFE_OF_A_REQUEST = Duration.ofDays(120);

  private static final Duration DEAD_LETTERS = Duration.ofDays(7);
  private static final Duration TOMBSTONES = Duration.ofDays(7);
  private static final int PARTITIONS = 6;

  public static final Topic<IntakeRecord> INTAKE =
      byRequest("dsar.intake", REQUEST_INTAKE, IntakeRecord.class);
  public static final Topic<IdentityRecord> IDENTITY =
      byRequest("dsar.identity", IDENTITY_VERIFIER, IdentityRecord.class);

  /** What only a person may decide. */
  public static final Topic<DecisionRecord> DECISIONS =
      byRequest("dsar.decisions", OPERATORS, DecisionRecord.class);

  public static final Topic<RequestRecord> REQUESTS =
      byRequest("dsar.requests", REGISTER, RequestRecord.class);

  /** What recipients were told of a request (Art. 19). */
  public static final Topic<RecipientRecord> RECIPIENTS =
      byRequest("dsar.recipients", REGISTER, RecipientRecord.class);

  public static final Topic<ErasureEventRecord> ERASURE_EVENTS =
      byRequest("dsar.erasure-events", ERASURE_ORCHESTRATOR, ErasureEventRecord.class);
  public static final Topic<ExportEventRecord> EXPORT_EVENTS =
      byRequest("dsar.export-events", EXPORT_BUILDER, ExportEventRecord.class);

  /** What the export builder's packager tells its process. */
  public static final Topic<PackagingRecord> EXPORT_PACKAGING =
      byRequest("dsar.export-packaging", EXPORT_BUILDER, PackagingRecord.class);

  /** The ledger of erasures: what a store restored from a backup must erase again. */
  public static final Topic<ErasureEntry> ERASURES =
      new Topic<>(
          "dsar.erasures",
          ERASURE_ORCHESTRATOR,
          Key.REQUEST_ID,
          ErasureEntry.class,
          PARTITIONS,
          Cleanup.COMPACT,
          TOMBSTONES);

  public static final Topic<NoticeOutcomeRecord> NOTICE_OUTCOMES =
      byRequest("dsar.notice-outcomes", NOTIFIER, NoticeOutcomeRecord.class);

  /**
   * How each participant stands, in a copy for every partition: whoever waits for participants
   * knows of all of them.
   */
  public static final Topic<RosterRecord> ROSTER =
      kept("dsar.roster", ERASURE_ORCHESTRATOR, Key.PARTICIPANT, RosterRecord.class);

  /** What people hold of a whole store, in a copy for every partition; kept for good. */
  public static final Topic<StoreHoldRecord> STORE_HOLDS =
      kept("dsar.store-holds", OPERATORS, Key.HOLD_ID, StoreHoldRecord.class);

  /** In which partitions of requests such a hold is in force, or over. */
  public static final Topic<StoreHoldEventRecord> STORE_HOLD_EVENTS =
      kept(
          "dsar.store-hold-events",
          ERASURE_ORCHESTRATOR,
          Key.HOLD_ID_AND_PARTITION,
          StoreHoldEventRecord.class);

  /** Directives on their way to the topics of their participants. */
  public static final Topic<DirectiveRecord> ISSUED_DIRECTIVES =
      new Topic<>(
          "dsar.issued-directives",
          ERASURE_ORCHESTRATOR,
          Key.DIRECTIVE,
          DirectiveRecord.class,
          PARTITIONS,
          Cleanup.DELETE,
          LIFE_OF_A_REQUEST);

  /** Made-up people, each in one store, from beginning to end. */
  public static final Topic<CanaryRecord> CANARIES =
      new Topic<>(
          "dsar.canaries",
          ERASURE_ORCHESTRATOR,
          Key.CANARY_ID,
          CanaryRecord.class,
          PARTITIONS,
          Cleanup.DELETE,
          LIFE_OF_A_REQUEST);

  /** What they say of the paths to their stores; read beside declarations, so partitioned alike. */
  public static final Topic<CanaryOutcomeRecord> CANARY_OUTCOMES =
      new Topic<>(
          "dsar.canary-outcomes",
          ERASURE_ORCHESTRATOR,
          Key.PARTICIPANT,
          CanaryOutcomeRecord.class,
          1,
          Cleanup.DELETE,
          LIFE_OF_A_REQUEST);

  private Topics() {}

  /** What one participant is asked to do. */
  public static Topic<ErasureTask> erasureTasks(String participant) {
    return byRequest("dsar.erasure-tasks." + participant, ERASURE_ORCHESTRATOR, ErasureTask.class);
  }

  /** What one participant is asked to read out. */
  public static Topic<ExportTask> exportTasks(String participant) {
    return byRequest("dsar.export-tasks." + participant, EXPORT_BUILDER, ExportTask.class);
  }

  /**
   * What one participant answers; whoever writes here speaks for that participant and for no other.
   */
  public static Topic<ParticipantReply> replies(String participant) {
    return byRequest("dsar.replies." + participant, participant, ParticipantReply.class);
  }

  /** What one participant says it is, the latest statement kept. */
  public static Topic<DeclarationRecord> declarations(String participant) {
    return new Topic<>(
        "dsar.declarations." + participant,
        participant,
        Key.PARTICIPANT,
        DeclarationRecord.class,
        1,
        Cleanup.COMPACT,
        TOMBSTONES);
  }

  /**
   * What one participant must respect from now on, the latest for each person and purpose; one that
   * is taken back is deleted.
   */
  public static Topic<DirectiveRecord> directives(String participant) {
    return new Topic<>(
        "dsar.directives." + participant,
        ERASURE_ORCHESTRATOR,
        Key.DIRECTIVE,
        DirectiveRecord.class,
        PARTITIONS,
        Cleanup.COMPACT,
        TOMBSTONES);
  }

  /** Letters that one service wants sent. */
  public static Topic<NoticeRecord> notices(String service) {
    return byRequest("dsar.notices." + service, service, NoticeRecord.class);
  }

  /**
   * Every topic that exists where {@code participants} take part, without dead letters, which
   * belong to their readers.
   */
  public static List<Topic<?>> all(Collection<String> participants) {
    Stream<Topic<?>> services =
        Stream.of(
            INTAKE,
            IDENTITY,
            DECISIONS,
            REQUESTS,
            RECIPIENTS,
            ERASURE_EVENTS,
            ERASURES,
            EXPORT_EVENTS,
            EXPORT_PACKAGING,
            NOTICE_OUTCOMES,
            ROSTER,
            STORE_HOLDS,
            STORE_HOLD_EVENTS,
            ISSUED_DIRECTIVES,
            CANARIES,
            CANARY_OUTCOMES,
            notices(REQUEST_INTAKE),
            notices(IDENTITY_VERIFIER));
    Stream<Topic<?>> stores =
        participants.stream()
            .flatMap(
                p ->
                    Stream.of(
                        erasureTasks(p),
                        exportTasks(p),
                        replies(p),
                        declarations(p),
                        directives(p)));
    return Stream.concat(services, stores).toList();
  }

  /** Where a reader records that it could not read a message of {@code topic}. */
  public static Topic<DeadLetter> deadLetters(String topic, String reader) {
    return new Topic<>(
        topic + ".dlq", reader, Key.NONE, DeadLetter.class, 1, Cleanup.DELETE, DEAD_LETTERS);
  }

  private static <T extends SpecificRecord> Topic<T> byRequest(
      String name, String writer, Class<T> type) {
    return new Topic<>(
        name, writer, Key.REQUEST_ID, type, PARTITIONS, Cleanup.DELETE, LIFE_OF_A_REQUEST);
  }

  private static <T extends SpecificRecord> Topic<T> kept(
      String name, String writer, Key key, Class<T> type) {
    return new Topic<>(name, writer, key, type, PARTITIONS, Cleanup.COMPACT, TOMBSTONES);
  }
}
