package io.habeas.storeagent.s3;

import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.JournaledOutcomeLog;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.Connector;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A bucket of anything that speaks S3.
 *
 * <p>What the agent keeps for itself lies below {@code .habeas/DATASET/} of the journal's bucket:
 * outcomes without any personal data for good; what it is about to change, with keys, until it is
 * done; and with keys too, which places are hidden ({@link RestrictionNotes}) and which objects are
 * kept under a duty ({@link RetentionNotes}), for as long as they are. A rule of the bucket's life
 * cycle must not delete any of it.
 */
public final class S3Connector implements Connector {
  private final Clients clients;
  private final ObjectPlan plan;
  private final S3Holder holder;
  private final OutcomeLog outcomes;

  /** Connects to nothing yet. */
  public S3Connector(BucketConnection connection, ObjectPlan plan, Clock clock) {
    this(connection, Clients.of(connection, client -> client), plan, clock);
  }

  S3Connector(BucketConnection connection, Clients clients, ObjectPlan plan, Clock clock) {
    this.clients = clients;
    this.plan = plan;
    var writing = new Bucket(clients.writing(), connection.bucket());
    var reading =
        clients.reading() == clients.writing()
            ? writing
            : new Bucket(clients.reading(), connection.bucket());
    var own = new OwnObjects(clients.writing(), connection.bucketOfJournal(), plan.dataset());
    var state = new BucketState(Stream.of(writing, reading).distinct().toList(), own, plan, clock);
    var journal = new S3Journal(own, state);
    this.holder = new S3Holder(plan, writing, reading, own, journal, state, clock);
    this.outcomes = new JournaledOutcomeLog(journal);
  }

  @Override
  public DataHolder holder() {
    return holder;
  }

  @Override
  public OutcomeLog outcomes() {
    return outcomes;
  }

  /** Yields nothing: neither keys nor tags are checked to belong to a person. */
  @Override
  public Declaration declaration() {
    return new Declaration(plan.needs(), Set.of(), plan.collections(), holder.actions());
  }

  @Override
  public List<String> contradictions() {
    return holder.contradictions();
  }

  /** What was uploaded in parts and never finished has no tags that could be read. */
  @Override
  public List<String> advice() {
    return plan.sets().stream()
        .filter(set -> set.tag().isPresent())
        .map(
            set ->
                "Expected unfinished uploads of %s to say whose they are but they have no tags: have"
                        .formatted(set.name())
                    + " the bucket abort them after a day (AbortIncompleteMultipartUpload)")
        .toList();
  }

  @Override
  public void close() {
    clients.close();
  }
}
