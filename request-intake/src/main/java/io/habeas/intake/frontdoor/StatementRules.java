package io.habeas.intake.frontdoor;

import io.habeas.intake.Complaint;
import io.habeas.intake.frontdoor.Admission.Correction;
import io.habeas.intake.frontdoor.Admission.Statement;
import io.habeas.intake.frontdoor.RequestForm.CorrectionForm;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person may state with a request, by the right that they ask for: values and a statement
 * where something is to be corrected (Art. 16), a ground and perhaps a statement where something is
 * to be restricted (Art. 18(1)), the grounds of their particular situation where they object (Art.
 * 21(1)), nothing elsewhere. Pure.
 */
final class StatementRules {
  private static final int MOST_CORRECTIONS = 50;
  private static final int LONGEST_CATEGORY = 96;
  private static final int LONGEST_VALUE = 1000;
  private static final int LONGEST_WORDS = 4000;

  /** What is about people in fideslang's taxonomy. */
  private static final Pattern CATEGORY = Pattern.compile("user(\\.[a-z0-9_]+)+");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Everything that is no text; lines may be divided. */
  private static final Pattern CONTROL_IN_TEXT = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private StatementRules() {}

  static Statement check(Right right, RequestForm form, List<Complaint> complaints) {
    return switch (right) {
      case RECTIFICATION -> {
        List<Correction> corrections = corrections(form.corrections(), complaints);
        String words = words(form.statement(), complaints);
        if (form.corrections() == null && form.statement() == null) {
          complaints.add(new Complaint("#/corrections", "corrections-or-statement-required"));
        }
        yield new Statement(corrections, words);
      }
      case RESTRICTION -> {
        refuse("#/corrections", form.corrections(), complaints);
        yield new Statement(List.of(), words(form.statement(), complaints));
      }
      case OBJECTION -> {
        refuse("#/corrections", form.corrections(), complaints);
        String words = words(form.statement(), complaints);
        if (form.statement() == null) {
          complaints.add(new Complaint("#/statement", "required"));
        }
        yield new Statement(List.of(), words);
      }
      case ERASURE, ACCESS, MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> {
        refuse("#/corrections", form.corrections(), complaints);
        refuse("#/statement", form.statement(), complaints);
        yield Statement.NONE;
      }
    };
  }

  /** One of the four grounds of Art. 18(1) where restriction is asked for; null elsewhere. */
  static @Nullable RestrictionGround ground(
      Right right, @Nullable String name, List<Complaint> complaints) {
    return switch (right) {
      case RESTRICTION -> {
        RestrictionGround ground =
            Arrays.stream(RestrictionGround.values())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
        if (ground == null) {
          complaints.add(
              new Complaint("#/ground", name == null ? "required" : "unsupported-ground"));
        }
        yield ground;
      }
      case ERASURE, ACCESS, RECTIFICATION, OBJECTION, MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> {
        refuse("#/ground", name, complaints);
        yield null;
      }
    };
  }

  /** What is no part of a request must not be lost silently: the person means something by it. */
  private static void refuse(String pointer, @Nullable Object present, List<Complaint> complaints) {
    if (present != null) {
      complaints.add(new Complaint(pointer, "not-with-this-right"));
    }
  }

  private static List<Correction> corrections(
      @Nullable List<@Nullable CorrectionForm> forms, List<Complaint> complaints) {
    if (forms == null) {
      return List.of();
    }
    if (forms.isEmpty()) {
      complaints.add(new Complaint("#/corrections", "required"));
      return List.of();
    }
    if (forms.size() > MOST_CORRECTIONS) {
      complaints.add(new Complaint("#/corrections", "more-than-" + MOST_CORRECTIONS));
      return List.of();
    }
    List<Correction> corrections = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < forms.size(); i++) {
      String pointer = "#/corrections/" + i;
      CorrectionForm form = forms.get(i);
      String category = form == null ? null : form.category();
      String value = form == null ? null : form.value();
      if (category == null
          || category.length() > LONGEST_CATEGORY
          || !CATEGORY.matcher(category).matches()) {
        complaints.add(new Complaint(pointer + "/category", "not-a-data-category"));
      } else if (!seen.add(category)) {
        complaints.add(new Complaint(pointer + "/category", "twice"));
      } else if (value == null || value.isBlank()) {
        complaints.add(new Complaint(pointer + "/value", "required"));
      } else if (value.strip().length() > LONGEST_VALUE || CONTROL.matcher(value).find()) {
        complaints.add(new Complaint(pointer + "/value", "malformed"));
      } else {
        corrections.add(new Correction(category, value.strip()));
      }
    }
    return corrections;
  }

  private static @Nullable String words(@Nullable String statement, List<Complaint> complaints) {
    if (statement == null) {
      return null;
    }
    String text = statement.replace("\r\n", "\n").strip();
    String wrong = null;
    if (text.isEmpty()) {
      wrong = "required";
    } else if (text.length() > LONGEST_WORDS) {
      wrong = "longer-than-" + LONGEST_WORDS;
    } else if (CONTROL_IN_TEXT.matcher(text).find()) {
      wrong = "malformed";
    }
    if (wrong != null) {
      complaints.add(new Complaint("#/statement", wrong));
      return null;
    }
    return text;
  }
}
