package io.habeas.intake.frontdoor;

import io.habeas.intake.Complaint;
import io.habeas.intake.frontdoor.Admission.Identifier;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an identifier must be. Complaints name the place and the rule, never the content. */
public final class IdentifierRules {
  private static final int LONGEST_VALUE = 320;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final Set<String> types;
  private final Validator validator;

  /**
   * @param types those that may be named
   */
  public IdentifierRules(Set<String> types, Validator validator) {
    this.types = Set.copyOf(types);
    this.validator = validator;
  }

  /** An address of SMTP, at most as long as RFC 5321 (4.5.3.1.3) lets a path be. */
  private record EmailAddress(@NotBlank @Size(max = 254) @Email String email) {}

  /**
   * Checks one.
   *
   * @param pointer where it stands
   * @return empty if something is wrong with it, which is among the complaints then
   */
  public Optional<Identifier> check(
      String pointer, @Nullable String type, @Nullable String value, List<Complaint> complaints) {
    if (type == null || !types.contains(type)) {
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
