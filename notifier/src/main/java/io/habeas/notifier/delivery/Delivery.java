package io.habeas.notifier.delivery;

import io.habeas.notifier.letter.LetterKind;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One letter on its way, taken by one worker for a limited time.
 *
 * @param trace the W3C traceparent under which the notice came; null for none
 * @param holder names this taking; a later taking by anybody else makes it void
 * @param attempts how many attempts at the present stage have begun, this one included, from 1
 */
record Delivery(
    UUID noticeId,
    UUID requestId,
    LetterKind kind,
    @Nullable String trace,
    String holder,
    int attempts,
    Stage stage) {

  /** How far it is. */
  sealed interface Stage {

    /**
     * Not sent, as far as is known.
     *
     * @param notice what is to be sent
     * @param told why it is late, as last published; null if nothing was
     * @param interrupted an earlier attempt ended without a result, so that the letter may have
     *     left already
     */
    record Waiting(NoticeRecord notice, @Nullable WaitReason told, boolean interrupted)
        implements Stage {}

    /**
     * Decided; the outcome is still to be published.
     *
     * @param at when it was decided
     */
    record Decided(Verdict verdict, Instant at) implements Stage {}
  }
}
