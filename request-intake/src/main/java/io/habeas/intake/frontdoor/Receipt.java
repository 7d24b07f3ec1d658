package io.habeas.intake.frontdoor;

import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the receipt of one request has come: the record behind an idempotency key.
 *
 * @param key keyed hash of caller and idempotency key; the document's id
 * @param body keyed hash of what was asked
 * @param requestId the request's id
 * @param restrictionGround why restriction is owed; null where another right is asked for
 * @param purposes for which processing is to stop, as codes; empty where another right is asked for
 * @param source keyed pseudonym of the network address that asked first
 * @param receivedAt receipt by the controller (L6), in milliseconds
 */
public record Receipt(
    String key,
    String body,
    UUID requestId,
    Right right,
    Channel channel,
    String locale,
    @Nullable RestrictionGround restrictionGround,
    List<String> purposes,
    String source,
    Instant receivedAt,
    Stage stage) {
  public Receipt {
    purposes = List.copyOf(purposes);
  }

  /** How far it has come. */
  public enum Stage {
    /** Nothing was announced; the vault may have an entry. */
    OPEN,
    /** The vault has the entry; it may have been announced. */
    ANNOUNCING,
    /** Announced; it takes its course. */
    ANNOUNCED,
    /** Never announced and given up; the vault's entry is shredded or is going to be. */
    ABANDONED
  }
}
