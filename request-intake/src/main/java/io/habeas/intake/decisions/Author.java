package io.habeas.intake.decisions;

import io.habeas.intake.Problem;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.jwt.Jwt;

/** Under whom a decision is recorded. */
public final class Author {

  /** What a topic may hold of a person: the id of an account, not a name and not an address. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  private Author() {}

  /**
   * Whoever the token is for.
   *
   * @throws org.springframework.web.ErrorResponseException if its subject is no account's id
   */
  public static String of(Jwt token) {
    String subject = token.getSubject();
    if (subject == null || !CODE.matcher(subject).matches()) {
      throw Problem.UNUSABLE_AUTHOR.asException();
    }
    return subject;
  }
}
