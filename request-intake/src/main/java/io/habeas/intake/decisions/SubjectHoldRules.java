package io.habeas.intake.decisions;

import io.habeas.intake.Complaint;
import io.habeas.intake.Problem;
import io.habeas.intake.decisions.SubjectHoldForm.IdentifierForm;
import io.habeas.intake.frontdoor.Admission.Identifier;
import io.habeas.intake.frontdoor.IdentifierRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which holds on persons may be placed: with identifiers in known terms and with reasons. Pure. */
public final class SubjectHoldRules {
  private static final int MOST_IDENTIFIERS = 50;
  private static final int LONGEST_AUTHORITY = 1000;

  private final IdentifierRules identifierRules;

  public SubjectHoldRules(IdentifierRules identifierRules) {
    this.identifierRules = identifierRules;
  }

  /** A hold that may be placed, and what was stated for it. */
  record Made(SubjectHolds.Person person, Reasons.Stated stated) {}

  Made hold(SubjectHoldForm form) {
    List<Complaint> complaints = new ArrayList<>();
    List<Identifier> identifiers = identifiers(form.identifiers(), complaints);
    String authority =
        DecisionRules.text("#/authority", form.authority(), LONGEST_AUTHORITY, complaints);
    Reasons.Stated stated =
        DecisionRules.stated(
            new DecisionForm(null, null, null, null, form.reasons(), form.evidence()),
            Reasons.Kind.HOLD,
            complaints);
    if (stated == null || !complaints.isEmpty()) {
      throw Problem.INVALID_REQUEST.asException(Map.of("errors", complaints));
    }
    return new Made(new SubjectHolds.Person(identifiers, authority), stated);
  }

  Reasons.Stated release(DecisionForm form) {
    List<Complaint> complaints = new ArrayList<>();
    Reasons.Stated stated = DecisionRules.stated(form, Reasons.Kind.RELEASE, complaints);
    if (stated == null || !complaints.isEmpty()) {
      throw Problem.INVALID_REQUEST.asException(Map.of("errors", complaints));
    }
    return stated;
  }

  private List<Identifier> identifiers(
      @Nullable List<@Nullable IdentifierForm> forms, List<Complaint> complaints) {
    if (forms == null || forms.isEmpty()) {
      complaints.add(new Complaint("#/identifiers", "required"));
      return List.of();
    }
    if (forms.size() > MOST_IDENTIFIERS) {
      complaints.add(new Complaint("#/identifiers", "more-than-" + MOST_IDENTIFIERS));
      return List.of();
    }
    List<Identifier> identifiers = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      IdentifierForm form = forms.get(i);
      identifierRules
          .check(
              "#/identifiers/" + i,
              form == null ? null : form.type(),
              form == null ? null : form.value(),
              complaints)
          .ifPresent(identifiers::add);
    }
    return identifiers;
  }
}
