package io.habeas.verifier.challenge;

import java.time.Instant;
import java.util.List;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The proof of one identifier of one request, as its document says it is.
 *
 * @param requestId the request
 * @param type the type of the identifier to prove
 * @param lookup the identifier's keyed hash
 * @param locale language of the letter
 * @param withdrawn the purposes for which the request withdraws consent, as codes; empty where
 *     another right is asked for
 * @param issue how many codes were issued, 0 before the first
 * @param code the present code; null before the first issue
 * @param noticePending whether the letter with the code is still to be announced
 * @param state how far it came
 * @param outcomePending whether the outcome is still to be announced
 */
record Challenge(
    String requestId,
    String type,
    Binary lookup,
    String locale,
    List<String> withdrawn,
    int issue,
    @Nullable IssuedCode code,
    boolean noticePending,
    State state,
    boolean outcomePending) {
  Challenge {
    withdrawn = List.copyOf(withdrawn);
  }

  /**
   * One code.
   *
   * @param noticeId the letter that carries it
   * @param hash its keyed hash, bound to request and issue
   * @param attempts how many attempts were taken on
   * @param wrong how many of them are found wrong
   * @param expiresAt from which it opens nothing
   */
  record IssuedCode(String noticeId, Binary hash, int attempts, int wrong, Instant expiresAt) {}

  /** How far a challenge came. */
  sealed interface State {
    /** A right code opens it. */
    record Open() implements State {}

    /** The identifier is proven. */
    record Verified(Instant at) implements State {}

    /** No further code will be taken. */
    record Rejected(Instant at) implements State {}
  }
}
