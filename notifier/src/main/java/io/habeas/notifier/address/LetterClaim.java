package io.habeas.notifier.address;

import java.util.UUID;

/**
 * What the notifier asks the vault for. It asks for no more than the letter needs: an unproven
 * address only with a code.
 */
public sealed interface LetterClaim {

  UUID requestId();

  UUID noticeId();

  /**
   * The address to be proven, and the code.
   *
   * @param issue which issue of the challenge, from 1
   */
  record Challenge(UUID requestId, UUID noticeId, int issue) implements LetterClaim {}

  /** A proven address, and the link to the package. */
  record PackageReady(UUID requestId, UUID noticeId) implements LetterClaim {}

  /**
   * A proven address, and why the request is refused.
   *
   * @param decisionId of the refusal
   */
  record Decided(UUID requestId, UUID noticeId, UUID decisionId) implements LetterClaim {}

  /**
   * By what a recipient knows the person (Art. 19); no address, which the configuration says.
   *
   * @param recipient its code
   */
  record AboutPerson(UUID requestId, UUID noticeId, String recipient) implements LetterClaim {}

  /** A proven address. */
  record ProvenContact(UUID requestId, UUID noticeId) implements LetterClaim {}
}
