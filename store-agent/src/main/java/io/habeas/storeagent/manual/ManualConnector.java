package io.habeas.storeagent.manual;

import io.habeas.participant.Action;
import io.habeas.participant.DataHolder;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.Seal;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** People who look after something. */
public final class ManualConnector implements Connector {
  /**
   * Nobody is asked to erase what was kept: by then nothing grants who it was about, so that
   * whoever is asked could not find it.
   */
  private static final Set<Action> POSSIBLE =
      EnumSet.complementOf(EnumSet.of(Action.SEED, Action.EXPIRE));

  private final Ledger ledger;
  private final ManualPlan plan;
  private final ManualHolder holder;
  private final WorkDesk desk;

  /**
   * @throws IllegalArgumentException if an action is asked for that people are not asked for here
   */
  public ManualConnector(
      ManualConnection connection, ManualPlan plan, Ledger ledger, Seal seal, Clock clock) {
    if (!POSSIBLE.containsAll(connection.actions())) {
      throw new IllegalArgumentException(
          "Expected actions among %s but there are others".formatted(POSSIBLE));
    }
    this.ledger = ledger;
    this.plan = plan;
    var codec = new WorkItemCodec(ledger, seal);
    var archive = new EvidenceArchive(ledger, codec, connection.evidenceKept(), clock);
    var uploads = new Uploads(ledger, seal, connection.largestUpload().toBytes(), clock);
    var items = new WorkItems(ledger, codec, archive, uploads, connection.dueWithin(), clock);
    this.holder =
        new ManualHolder(ledger, plan, items, uploads, connection.actions(), clock.getZone());
    this.desk = new WorkDesk(plan, items, archive, uploads, clock);
  }

  /** Where people find what they are to do. */
  WorkDesk desk() {
    return desk;
  }

  @Override
  public DataHolder holder() {
    return holder;
  }

  @Override
  public OutcomeLog outcomes() {
    return ledger.outcomes();
  }

  @Override
  public Declaration declaration() {
    return new Declaration(plan.needs(), Set.of(), plan.names(), holder.actions());
  }

  @Override
  public List<String> contradictions() {
    return List.of();
  }

  @Override
  public List<String> advice() {
    return List.of();
  }

  @Override
  public void close() {
    ledger.close();
  }
}
