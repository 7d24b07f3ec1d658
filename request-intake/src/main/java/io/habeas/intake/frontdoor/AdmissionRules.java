package io.habeas.intake.frontdoor;

import io.habeas.intake.Complaint;
import io.habeas.intake.Problem;
import io.habeas.intake.frontdoor.Admission.Identifier;
import io.habeas.intake.frontdoor.Admission.Statement;
import io.habeas.intake.frontdoor.RequestForm.IdentifierForm;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request must be to come in. Complaints name the place and the rule, never the content. */
public final class AdmissionRules {
  private static final int MOST_IDENTIFIERS = 10;
  private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9-]{2,35}");

  /**
   * Whoever stands before the public door came by one of these; the others are entered by staff.
   */
  private static final Set<Channel> PUBLIC_CHANNELS = Set.of(Channel.WEB, Channel.API);

  private final IdentifierRules rules;
  private final Set<String> provableTypes;
  private final PurposeRules purposes;
  private final String defaultLocale;

  /**
   * @param identifierTypes the types that a request may name
   * @param provableTypes those of which it must name at least one, where something is to be proven
   * @param directMarketing the code of the purpose of direct marketing
   * @param consents the codes of the purposes that rest on consent
   * @param defaultLocale language tag of the letters where it names none
   */
  public AdmissionRules(
      Set<String> identifierTypes,
      Set<String> provableTypes,
      String directMarketing,
      Set<String> consents,
      String defaultLocale,
      Validator validator) {
    this.rules = new IdentifierRules(identifierTypes, validator);
    this.provableTypes = Set.copyOf(provableTypes);
    this.purposes = new PurposeRules(directMarketing, consents);
    this.defaultLocale = defaultLocale;
  }

  /**
   * Lets a request in.
   *
   * @throws org.springframework.web.ErrorResponseException if it must not come in
   */
  Admission admit(RequestForm form) {
    Right right = right(form.right());
    List<Complaint> complaints = new ArrayList<>();
    List<Identifier> identifiers = identifiers(right, form.identifiers(), complaints);
    List<String> stopped = purposes.check(right, form.purposes(), complaints);
    Statement statement = StatementRules.check(right, form, complaints);
    RestrictionGround ground = StatementRules.ground(right, form.ground(), complaints);
    Optional<Channel> channel = channel(form.channel());
    if (channel.isEmpty()) {
      complaints.add(new Complaint("#/channel", "unsupported-channel"));
    }
    String locale = form.locale() == null ? defaultLocale : form.locale();
    if (!LANGUAGE_TAG.matcher(locale).matches()) {
      complaints.add(new Complaint("#/locale", "not-a-language-tag"));
    }
    if (!complaints.isEmpty()) {
      throw Problem.INVALID_REQUEST.asException(Map.of("errors", complaints));
    }
    return new Admission(
        right, identifiers, statement, ground, stopped, locale, channel.orElseThrow());
  }

  private static Right right(@Nullable String name) {
    return Arrays.stream(Right.values())
        .filter(right -> right.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.UNSUPPORTED_RIGHT.asException(
                    Map.of("supported", Arrays.stream(Right.values()).map(Right::name).toList())));
  }

  private static Optional<Channel> channel(@Nullable String name) {
    return name == null
        ? Optional.of(Channel.WEB)
        : PUBLIC_CHANNELS.stream().filter(channel -> channel.name().equals(name)).findFirst();
  }

  private List<Identifier> identifiers(
      Right right, @Nullable List<@Nullable IdentifierForm> forms, List<Complaint> complaints) {
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
      rules
          .check(
              "#/identifiers/" + i,
              form == null ? null : form.type(),
              form == null ? null : form.value(),
              complaints)
          .ifPresent(identifiers::add);
    }
    if (complaints.isEmpty()
        && needsProof(right)
        && identifiers.stream().noneMatch(found -> provableTypes.contains(found.type()))) {
      complaints.add(new Complaint("#/identifiers", "none-can-be-proven"));
    }
    return identifiers;
  }

  /** That processing stops is as easily said as it was agreed to (Art. 7(3), 21(2); L27, L29). */
  private static boolean needsProof(Right right) {
    return switch (right) {
      case ERASURE, ACCESS, RECTIFICATION, RESTRICTION, OBJECTION -> true;
      case MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> false;
    };
  }
}
