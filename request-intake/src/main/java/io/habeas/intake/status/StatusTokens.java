package io.habeas.intake.status;

import io.habeas.intake.KeyedHash;
import io.habeas.intake.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lets a person follow their request: a keyed hash of its id, so that nothing is stored and
 * nothing can be looked up without it.
 */
public final class StatusTokens {
  private static final String PURPOSE = "status-token";
  private static final String SCHEME = "Bearer ";

  private final KeyedHash hash;

  public StatusTokens(KeyedHash hash) {
    this.hash = hash;
  }

  /** The token of a request. */
  public String tokenOf(UUID requestId) {
    return hash.of(PURPOSE, requestId.toString());
  }

  /**
   * The request's id, if the header carries its token. Only a request that was received has one, so
   * that a wrong token and an unknown request are the same.
   *
   * @param requestId as the caller wrote it
   * @param authorization the Authorization header (RFC 6750); null for none
   * @throws org.springframework.web.ErrorResponseException 401 otherwise
   */
  public UUID authorized(String requestId, @Nullable String authorization) {
    String token =
        authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? authorization.substring(SCHEME.length()).strip()
            : "";
    if (!hash.matches(token, PURPOSE, requestId)) {
      throw Problem.UNAUTHORIZED.asException();
    }
    return UUID.fromString(requestId);
  }
}
