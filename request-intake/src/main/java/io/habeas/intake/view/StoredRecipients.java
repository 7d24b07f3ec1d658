package io.habeas.intake.view;

import static io.habeas.intake.view.RequestViews.enumOrNull;
import static io.habeas.intake.view.RequestViews.instantOrNull;

import io.habeas.intake.view.RequestView.Decisions.OnRecipient;
import io.habeas.intake.view.RequestView.Recipient;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Reads whom else a request is told out of a view's document: that somebody is to be told is from
 * one topic, what became of it from another, and either may be there first.
 */
final class StoredRecipients {
  private StoredRecipients() {}

  static List<Recipient> recipients(Document document) {
    Document toTell = document.get(RequestViews.TO_TELL, new Document());
    Document told = document.get(RequestViews.TOLD, new Document());
    Set<String> ids = new TreeSet<>(toTell.keySet());
    ids.addAll(told.keySet());
    return ids.stream()
        .map(
            id -> {
              Document said = told.get(id, new Document());
              Document who = toTell.containsKey(id) ? toTell.get(id, Document.class) : said;
              return new Recipient(
                  who.getString("recipient"),
                  RecipientMatter.valueOf(who.getString("matter")),
                  UUID.fromString(id),
                  Recipient.Told.valueOf(said.get("state", Recipient.Told.BEING_TOLD.name())),
                  instantOrNull(said, "at"),
                  enumOrNull(said, "notTold", NotToldReason::valueOf),
                  enumOrNull(said, "finding", RecipientFinding::valueOf),
                  idOrNull(said));
            })
        .sorted(Comparator.comparing(Recipient::recipient).thenComparing(Recipient::matter))
        .toList();
  }

  /** The letters to recipients. */
  static Set<UUID> letters(Document document) {
    return recipients(document).stream().map(Recipient::noticeId).collect(Collectors.toSet());
  }

  static List<OnRecipient> decisions(Document document) {
    Document decided = document.get("decided", new Document()).get("recipients", new Document());
    Document states = document.get(RequestViews.RECIPIENT_DECISIONS, new Document());
    Set<String> ids = new TreeSet<>(decided.keySet());
    ids.addAll(states.keySet());
    return ids.stream()
        .map(
            id -> {
              Document one = decided.get(id, new Document());
              Document state = states.get(id, new Document());
              return new OnRecipient(
                  UUID.fromString(id),
                  state.get("recipient", one.get("recipient", "")),
                  enumOrNull(one, "finding", RecipientFinding::valueOf),
                  one.getString("author"),
                  instantOrNull(one, "at"),
                  OnRecipient.State.valueOf(state.get("state", OnRecipient.State.DECIDED.name())));
            })
        .toList();
  }

  private static @Nullable UUID idOrNull(Document said) {
    String id = said.getString("decidedBy");
    return id == null ? null : UUID.fromString(id);
  }
}
