package io.habeas.intake.view;

import static io.habeas.intake.view.RequestViews.enumOrNull;
import static io.habeas.intake.view.RequestViews.instantOrNull;

import io.habeas.intake.view.RequestView.Decisions.Approval;
import io.habeas.intake.view.RequestView.Decisions.Hold;
import io.habeas.intake.view.RequestView.Decisions.Outcome;
import io.habeas.intake.view.RequestView.Decisions.Refusal;
import io.habeas.intake.view.RequestView.OnHold;
import io.habeas.intake.view.RequestView.Retained;
import io.habeas.intake.view.RequestView.State;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RetentionGround;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Reads what people decided, and what is kept, out of a view's document: what was decided is from
 * one topic, what became of it from another, and either may be there first.
 */
final class StoredDecisions {
  private static final String PARTICIPANT = "participant";

  private StoredDecisions() {}

  static @Nullable Refusal refusal(Document document, State state) {
    Document decided = decided(document, "refusal");
    Refusal.State asked = enumOrNull(document, RequestViews.REFUSING, Refusal.State::valueOf);
    if (decided.isEmpty() && asked == null) {
      return null;
    }
    return new Refusal(
        enumOrNull(decided, "ground", RefusalGround::valueOf),
        decided.getString("author"),
        instantOrNull(decided, "at"),
        state == State.REFUSED
            ? Refusal.State.FOLLOWED
            : asked == null ? Refusal.State.DECIDED : asked);
  }

  static List<Hold> holds(Document document, Document work) {
    Document decided = decided(document, "holds");
    Document states = work.get("holds", new Document());
    return ids(decided, states)
        .map(
            id -> {
              Document one = decided.get(id, new Document());
              return new Hold(
                  UUID.fromString(id),
                  one.getString(PARTICIPANT),
                  one.getString("author"),
                  instantOrNull(one, "at"),
                  Hold.State.valueOf(states.get(id, Hold.State.PLACED.name())));
            })
        .toList();
  }

  static List<Outcome> outcomes(Document document, Document work) {
    Document decided = decided(document, "outcomes");
    Document states = work.get("outcomes", new Document());
    return ids(decided, states)
        .map(
            id -> {
              Document one = decided.get(id, new Document());
              Document state = states.get(id, new Document());
              return new Outcome(
                  UUID.fromString(id),
                  state.get(PARTICIPANT, one.get(PARTICIPANT, "")),
                  enumOrNull(one, "outcome", DecidedOutcome::valueOf),
                  one.getString("author"),
                  instantOrNull(one, "at"),
                  Outcome.State.valueOf(state.get("state", Outcome.State.DECIDED.name())));
            })
        .toList();
  }

  static List<Approval> approvals(Document document, Document work) {
    Document decided = decided(document, "approvals");
    Document states = work.get("approvals", new Document());
    return ids(decided, states)
        .map(
            id -> {
              Document one = decided.get(id, new Document());
              return new Approval(
                  UUID.fromString(id),
                  one.getInteger("plan"),
                  one.getString("author"),
                  instantOrNull(one, "at"),
                  Approval.State.valueOf(states.get(id, Approval.State.DECIDED.name())));
            })
        .toList();
  }

  /** For as long as one of the holds has not ended. */
  static @Nullable OnHold onHold(Document work) {
    Document onHold = work.get("onHold", Document.class);
    if (onHold == null) {
      return null;
    }
    Document states = work.get("holds", new Document());
    List<UUID> holds =
        onHold.getList("holds", String.class).stream()
            .filter(id -> !Hold.State.ENDED.name().equals(states.getString(id)))
            .map(UUID::fromString)
            .toList();
    return holds.isEmpty() ? null : new OnHold(holds, onHold.getList("participants", String.class));
  }

  static List<Retained> retained(Document work) {
    return work.getList("retained", Document.class, List.of()).stream()
        .map(
            kept ->
                new Retained(
                    kept.getString(PARTICIPANT),
                    kept.getString("collection"),
                    kept.getString("rule"),
                    RetentionGround.valueOf(kept.getString("ground")),
                    kept.getString("statute"),
                    kept.getString("jurisdiction"),
                    kept.getLong("records"),
                    Instant.parse(kept.getString("firstExpiry")),
                    Instant.parse(kept.getString("lastExpiry"))))
        .toList();
  }

  private static Document decided(Document document, String what) {
    return document.get("decided", new Document()).get(what, new Document());
  }

  private static Stream<String> ids(Document some, Document others) {
    Set<String> all = new TreeSet<>(some.keySet());
    all.addAll(others.keySet());
    return all.stream();
  }
}
