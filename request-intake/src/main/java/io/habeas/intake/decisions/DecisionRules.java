package io.habeas.intake.decisions;

import io.habeas.intake.Complaint;
import io.habeas.intake.Problem;
import io.habeas.intake.decisions.Reasons.Stated;
import io.habeas.intake.view.RequestView;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.Right;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which decisions may be made: complete, in known terms, about what can be decided. Pure. */
public final class DecisionRules {
  private static final int LONGEST_REASONS = 4000;
  private static final int LONGEST_EVIDENCE = 1000;

  /** Everything that is no text; lines may be divided. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private static final Set<RefusalGround> OF_EVERY_RIGHT =
      Set.of(RefusalGround.MANIFESTLY_UNFOUNDED, RefusalGround.EXCESSIVE);

  private static final Set<RefusalGround> AGAINST_OBJECTION =
      Set.of(
          RefusalGround.MANIFESTLY_UNFOUNDED,
          RefusalGround.EXCESSIVE,
          RefusalGround.COMPELLING_GROUNDS);

  private static final Set<RefusalGround> AGAINST_RECTIFICATION =
      Set.of(
          RefusalGround.MANIFESTLY_UNFOUNDED, RefusalGround.EXCESSIVE, RefusalGround.DATA_ACCURATE);

  private final Set<String> participants;
  private final Set<String> recipients;

  /**
   * @param participants those that the controller approved
   * @param recipients those that the controller approved
   */
  public DecisionRules(Collection<String> participants, Collection<String> recipients) {
    this.participants = Set.copyOf(participants);
    this.recipients = Set.copyOf(recipients);
  }

  /** A decision that may be made, and what was stated for it. */
  record Made(Decision decision, Stated stated) {}

  /**
   * L13: nothing is refused without reasons; Art. 17(3) has grounds against erasure alone, and what
   * a person cannot decide is that identity is not established.
   */
  Made refusal(RequestView request, DecisionForm form) {
    List<Complaint> complaints = new ArrayList<>();
    RefusalGround ground = oneOf(groundsFor(request.right()), form.ground());
    if (ground == null) {
      complaints.add(new Complaint("#/ground", "unsupported-ground"));
    }
    Stated stated = stated(form, Reasons.Kind.REFUSAL, complaints);
    return made(ground == null ? null : new Decision.Refuse(ground), stated, complaints);
  }

  Made hold(RequestView request, DecisionForm form) {
    requireErasure(request);
    List<Complaint> complaints = new ArrayList<>();
    String participant = form.participant();
    if (participant != null && !takesPart(request, participant)) {
      complaints.add(new Complaint("#/participant", "unknown-participant"));
    }
    Stated stated = stated(form, Reasons.Kind.HOLD, complaints);
    return made(new Decision.Hold(participant), stated, complaints);
  }

  Made release(RequestView request, UUID holdId, DecisionForm form) {
    requireErasure(request);
    List<Complaint> complaints = new ArrayList<>();
    Stated stated = stated(form, Reasons.Kind.RELEASE, complaints);
    return made(new Decision.Release(holdId), stated, complaints);
  }

  /** L24: the person is told before anything is lifted, so only what stands and was told ends. */
  Made restrictionEnd(RequestView request, DecisionForm form) {
    requireRestricted(request, Right.RESTRICTION);
    List<Complaint> complaints = new ArrayList<>();
    Stated stated = stated(form, Reasons.Kind.RESTRICTION_END, complaints);
    return made(new Decision.EndRestriction(), stated, complaints);
  }

  /** L28: an objection prevails unless compelling grounds are recorded, which is a refusal. */
  Made upholding(RequestView request, DecisionForm form) {
    requireRestricted(request, Right.OBJECTION);
    List<Complaint> complaints = new ArrayList<>();
    Stated stated = stated(form, Reasons.Kind.OBJECTION, complaints);
    return made(new Decision.Uphold(), stated, complaints);
  }

  Made outcome(RequestView request, DecisionForm form) {
    List<Complaint> complaints = new ArrayList<>();
    String participant = form.participant();
    if (participant == null || !takesPart(request, participant)) {
      complaints.add(new Complaint("#/participant", "unknown-participant"));
    }
    DecidedOutcome outcome = oneOf(outcomesOf(request), form.outcome());
    if (outcome == null) {
      complaints.add(new Complaint("#/outcome", "unsupported-outcome"));
    }
    Stated stated = stated(form, Reasons.Kind.OUTCOME, complaints);
    return made(
        participant == null || outcome == null ? null : new Decision.Vouch(participant, outcome),
        stated,
        complaints);
  }

  /**
   * Art. 19: that it need not be told, and why, is for a person to find; whether it still owes a
   * receipt is not asked here.
   */
  Made recipient(RequestView request, String recipient, DecisionForm form) {
    List<Complaint> complaints = new ArrayList<>();
    boolean known =
        recipients.contains(recipient)
            || request.recipients().stream().anyMatch(told -> told.recipient().equals(recipient));
    if (!known) {
      throw Problem.NOT_APPLICABLE.asException();
    }
    RecipientFinding finding = oneOf(List.of(RecipientFinding.values()), form.finding());
    if (finding == null) {
      complaints.add(new Complaint("#/finding", "unsupported-finding"));
    }
    Stated stated = stated(form, Reasons.Kind.RECIPIENT, complaints);
    return made(
        finding == null ? null : new Decision.SettleRecipient(recipient, finding),
        stated,
        complaints);
  }

  /** A plan is approved by somebody who has seen it: the one that is shown now, and no other. */
  Made approval(RequestView request, int plan, DecisionForm form) {
    requireErasure(request);
    RequestView.Plan shown = request.plan();
    if (shown == null || shown.number() != plan) {
      throw Problem.OTHER_PLAN.asException();
    }
    List<Complaint> complaints = new ArrayList<>();
    Stated stated = stated(form, Reasons.Kind.APPROVAL, complaints);
    return made(new Decision.Approve(plan), stated, complaints);
  }

  private static Made made(
      @Nullable Decision decision, @Nullable Stated stated, List<Complaint> complaints) {
    if (decision == null || stated == null || !complaints.isEmpty()) {
      throw Problem.INVALID_REQUEST.asException(Map.of("errors", complaints));
    }
    return new Made(decision, stated);
  }

  private static void requireRestricted(RequestView request, Right right) {
    if (request.right() != right || request.state() != RequestView.State.RESTRICTED) {
      throw Problem.NOT_APPLICABLE.asException();
    }
  }

  /** Also of what rested on withdrawn consents alone (L21): it can be held before it is proven. */
  private static void requireErasure(RequestView request) {
    if (request.right() != Right.ERASURE && request.resting().isEmpty()) {
      throw Problem.NOT_APPLICABLE.asException();
    }
  }

  /** Of what was erased by hand only an erasure knows; that nothing is held is true of any. */
  private static Collection<DecidedOutcome> outcomesOf(RequestView request) {
    return switch (request.right()) {
      case ERASURE -> List.of(DecidedOutcome.values());
      case CONSENT_WITHDRAWAL -> {
        if (request.erasing().isEmpty()) {
          throw Problem.NOT_APPLICABLE.asException();
        }
        yield List.of(DecidedOutcome.values());
      }
      case RECTIFICATION, RESTRICTION, OBJECTION -> List.of(DecidedOutcome.NOTHING_HELD);
      case ACCESS, MARKETING_OBJECTION -> throw Problem.NOT_APPLICABLE.asException();
      case null -> throw Problem.NOT_APPLICABLE.asException();
    };
  }

  private static Collection<RefusalGround> groundsFor(@Nullable Right right) {
    return switch (right) {
      case ERASURE ->
          Stream.of(RefusalGround.values())
              .filter(ground -> ground != RefusalGround.IDENTITY_NOT_ESTABLISHED)
              .filter(ground -> ground != RefusalGround.DATA_ACCURATE)
              .filter(ground -> ground != RefusalGround.COMPELLING_GROUNDS)
              .toList();
      case RECTIFICATION -> AGAINST_RECTIFICATION;
      case OBJECTION -> AGAINST_OBJECTION;
      case ACCESS, RESTRICTION -> OF_EVERY_RIGHT;
      // L27: no weighing step is reachable; and consent is the person's alone (Art. 7(3)). What is
      // to be erased because of it can be held.
      case MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> throw Problem.NOT_APPLICABLE.asException();
      case null -> OF_EVERY_RIGHT;
    };
  }

  /** Also one that is approved no more, but owes something. */
  private boolean takesPart(RequestView request, String participant) {
    return participants.contains(participant)
        || request.participants().stream()
            .anyMatch(store -> store.participant().equals(participant));
  }

  /** What was stated; null, and complaints, if it will not do. */
  static @Nullable Stated stated(DecisionForm form, Reasons.Kind kind, List<Complaint> complaints) {
    String reasons = text("#/reasons", form.reasons(), LONGEST_REASONS, complaints);
    if (reasons == null && form.reasons() == null) {
      complaints.add(new Complaint("#/reasons", "required"));
    }
    String evidence = text("#/evidence", form.evidence(), LONGEST_EVIDENCE, complaints);
    return reasons == null ? null : new Stated(kind, reasons, evidence);
  }

  static @Nullable String text(
      String pointer, @Nullable String value, int longest, List<Complaint> complaints) {
    if (value == null) {
      return null;
    }
    String text = value.replace("\r\n", "\n").strip();
    String wrong = null;
    if (text.isEmpty()) {
      wrong = "required";
    } else if (text.length() > longest) {
      wrong = "longer-than-" + longest;
    } else if (CONTROL.matcher(text).find()) {
      wrong = "malformed";
    }
    if (wrong != null) {
      complaints.add(new Complaint(pointer, wrong));
      return null;
    }
    return text;
  }

  private static <E extends Enum<E>> @Nullable E oneOf(
      Collection<E> allowed, @Nullable String name) {
    return allowed.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }
}
