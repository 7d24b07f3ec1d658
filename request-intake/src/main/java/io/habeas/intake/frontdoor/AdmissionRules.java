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
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
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
  private static final int LONGEST_VALUE = 320;
  private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9-]{2,35}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /**
   * Whoever stands before the public door came by one of these; the others are entered by staff.
   */
  private static final Set<Channel> PUBLIC_CHANNELS = Set.of(Channel.WEB, Channel.API);

  private final Set<String> identifierTypes;
  private final Set<String> provableTypes;
  private final String defaultLocale;
  private final Validator validator;

  /**
   * @param identifierTypes the types that a request may name
   * @param provableTypes those of which it must name at least one
   * @param defaultLocale language tag of the letters where it names none
   */
  public AdmissionRules(
      Set<String> identifierTypes,
      Set<String> provableTypes,
      String defaultLocale,
      Validator validator) {
    this.identifierTypes = Set.copyOf(identifierTypes);
    this.provableTypes = Set.copyOf(provableTypes);
    this.defaultLocale = defaultLocale;
    this.validator = validator;
  }

  /** An address of SMTP, at most as long as RFC 5321 (4.5.3.1.3) lets a path be. */
  private record EmailAddress(@NotBlank @Size(max = 254) @Email String email) {}

  /**
   * Lets a request in.
   *
   * @throws org.springframework.web.ErrorResponseException if it must not come in
   */
  Admission admit(RequestForm form) {
    Right right = right(form.right());
    List<Complaint> complaints = new ArrayList<>();
    List<Identifier> identifiers = identifiers(form.identifiers(), complaints);
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
    return new Admission(right, identifiers, statement, ground, locale, channel.orElseThrow());
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
      check("#/identifiers/" + i, forms.get(i), complaints).ifPresent(identifiers::add);
    }
    if (complaints.isEmpty()
        && identifiers.stream().noneMatch(found -> provableTypes.contains(found.type()))) {
      complaints.add(new Complaint("#/identifiers", "none-can-be-proven"));
    }
    return identifiers;
  }

  private Optional<Identifier> check(
      String pointer, @Nullable IdentifierForm form, List<Complaint> complaints) {
    String type = form == null ? null : form.type();
    String value = form == null ? null : form.value();
    if (type == null || !identifierTypes.contains(type)) {
      complaints.add(new Complaint(pointer + "/type", "unknown-identifier-type"));
      return Optional.empty();
    }
    if (value == null || value.isBlank()) {
      complaints.add(new Complaint(pointer + "/value", "required"));
      return Optional.empty();
    }
    String trimmed = value.strip();
    if (trimmed.length() > LONGEST_VALUE || CONTROL.matcher(trimmed).find()) {
      complaints.add(new Complaint(pointer + "/value", "malformed"));
      return Optional.empty();
    }
    if (type.equals("email")
        && !validator.validateValue(EmailAddress.class, "email", trimmed).isEmpty()) {
      complaints.add(new Complaint(pointer + "/value", "not-an-email-address"));
      return Optional.empty();
    }
    return Optional.of(new Identifier(type, trimmed));
  }
}
