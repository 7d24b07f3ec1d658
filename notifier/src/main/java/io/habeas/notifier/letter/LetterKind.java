package io.habeas.notifier.letter;

import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.ConsentChallengeNotice;
import io.habeas.schemas.avro.ConsentErasedNotice;
import io.habeas.schemas.avro.DueSoonNotice;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ObjectionUpheldNotice;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RecipientNotToldNotice;
import io.habeas.schemas.avro.RecipientNotice;
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.WithdrawalTooLateNotice;
import io.habeas.schemas.avro.WithdrawnNotice;
import java.util.Optional;

/** The letters there are; their names are values of a metric's tag. */
public enum LetterKind {
  CHALLENGE,
  CONSENT_CHALLENGE,
  RECEIPT,
  ERASURE_COMPLETED,
  CONSENT_ERASED,
  ACCESS_ANSWERED,
  WITHDRAWN,
  WITHDRAWAL_TOO_LATE,
  REFUSED,
  RECTIFIED,
  RESTRICTED,
  RESTRICTION_ENDS,
  OBJECTION_UPHELD,
  DUE_SOON,
  RECIPIENT,
  RECIPIENT_NOT_TOLD;

  /** Which letter {@code notice} asks for; empty for a notice without content. */
  public static Optional<LetterKind> of(NoticeRecord notice) {
    return Optional.ofNullable(
        switch (notice.getPayload()) {
          case ChallengeNotice challenge -> CHALLENGE;
          case ConsentChallengeNotice challenge -> CONSENT_CHALLENGE;
          case ReceiptNotice receipt -> RECEIPT;
          case ErasureCompletedNotice completed -> ERASURE_COMPLETED;
          case ConsentErasedNotice erased -> CONSENT_ERASED;
          case AccessAnsweredNotice answered -> ACCESS_ANSWERED;
          case WithdrawnNotice withdrawn -> WITHDRAWN;
          case WithdrawalTooLateNotice tooLate -> WITHDRAWAL_TOO_LATE;
          case RefusedNotice refused -> REFUSED;
          case RectifiedNotice rectified -> RECTIFIED;
          case RestrictedNotice restricted -> RESTRICTED;
          case RestrictionEndsNotice ends -> RESTRICTION_ENDS;
          case ObjectionUpheldNotice upheld -> OBJECTION_UPHELD;
          case DueSoonNotice due -> DUE_SOON;
          case RecipientNotice recipient -> RECIPIENT;
          case RecipientNotToldNotice notTold -> RECIPIENT_NOT_TOLD;
          case null, default -> null;
        });
  }
}
