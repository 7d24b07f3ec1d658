package io.habeas.verifier.letters;

import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.links.PackageLinks;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.SecretCodes;
import io.habeas.verifier.vault.Standing;
import io.habeas.verifier.vault.StatedReasons;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tells the notifier where a letter goes: with a code, to an address that nobody has proven yet;
 * with anything else, only to a proven one (L10).
 */
public final class LetterClaims {
  private final Vault vault;
  private final SecretCodes codes;
  private final ProofOfIdentity proof;
  private final RequestLives lives;
  private final PackageLinks links;
  private final StatedReasons reasons;
  private final MeterRegistry meters;

  public LetterClaims(
      Vault vault,
      SecretCodes codes,
      ProofOfIdentity proof,
      RequestLives lives,
      PackageLinks links,
      StatedReasons reasons,
      MeterRegistry meters) {
    this.vault = vault;
    this.codes = codes;
    this.proof = proof;
    this.lives = lives;
    this.links = links;
    this.reasons = reasons;
    this.meters = meters;
  }

  /** What the notifier is told. */
  sealed interface Answer {

    /**
     * @param locale BCP 47 language tag
     * @param code null unless the letter carries one
     * @param link null unless the letter carries one
     * @param reasons in the words of whoever decided; null unless the letter carries them
     */
    record Address(
        String address,
        String locale,
        @Nullable String code,
        PackageLinks.@Nullable Link link,
        @Nullable String reasons)
        implements Answer {
      @Override
      public String toString() {
        return "Address[***]";
      }
    }

    /** The letter is not to be sent, now or later. */
    record NotAvailable(Reason reason) implements Answer {}

    /** What makes it sendable has not arrived here. */
    record NotYet() implements Answer {}
  }

  /** Why a letter is not to be sent. */
  enum Reason {
    NO_PROVEN_CONTACT,
    EXPIRED,
    SUPERSEDED
  }

  /** For the letter with a code: the address to prove and the code, of the present issue only. */
  Mono<Answer> challenge(String requestId, String noticeId, int issue) {
    return proof
        .presentCode(requestId)
        .flatMap(
            present -> {
              if (issue > present.issue()) {
                return Mono.<Answer>just(new Answer.NotYet());
              }
              if (issue < present.issue() || !noticeId.equals(present.noticeId())) {
                return notAvailable(Reason.SUPERSEDED);
              }
              return present.useful()
                  ? withCode(requestId, noticeId, present)
                  : notAvailable(Reason.EXPIRED);
            })
        .switchIfEmpty(notAvailable(Reason.EXPIRED))
        .doOnNext(answer -> count("CHALLENGE", answer));
  }

  /** For every other letter: a proven address. */
  Mono<Answer> letter(String requestId) {
    return vault
        .find(requestId)
        .flatMap(
            entry ->
                Mono.justOrEmpty(
                    address(entry, held -> held.standing() instanceof Standing.Proven, null)))
        .switchIfEmpty(notAvailable(Reason.NO_PROVEN_CONTACT))
        .doOnNext(answer -> count("LETTER", answer));
  }

  /**
   * For a letter that tells a decision: a proven address, and the reasons of that decision, of one
   * that is told with them (L12, L24).
   */
  Mono<Answer> decision(String requestId, String decisionId) {
    return letter(requestId)
        .flatMap(
            answer ->
                answer instanceof Answer.Address address
                    ? reasons
                        .find(decisionId, requestId, StatedReasons.Kind.REFUSAL)
                        .switchIfEmpty(
                            reasons.find(decisionId, requestId, StatedReasons.Kind.RESTRICTION_END))
                        .<Answer>map(
                            stated ->
                                new Answer.Address(
                                    address.address(),
                                    address.locale(),
                                    null,
                                    null,
                                    stated.reasons()))
                        .defaultIfEmpty(new Answer.NotYet())
                    : Mono.just(answer));
  }

  /**
   * For the letter that says that a package is ready: a proven address and the link, once the
   * register has said that the request is carried out.
   */
  Mono<Answer> packageReady(String requestId, String noticeId) {
    return lives
        .find(requestId)
        .filter(Life::over)
        .flatMap(
            over ->
                letter(requestId)
                    .flatMap(
                        answer ->
                            answer instanceof Answer.Address address
                                ? withLink(requestId, noticeId, address)
                                : Mono.just(answer)))
        .defaultIfEmpty(new Answer.NotYet());
  }

  private Mono<Answer> withLink(String requestId, String noticeId, Answer.Address address) {
    return links
        .of(requestId, noticeId)
        .<Answer>map(
            link -> new Answer.Address(address.address(), address.locale(), null, link, null))
        .switchIfEmpty(notAvailable(Reason.SUPERSEDED));
  }

  private Mono<Answer> withCode(
      String requestId, String noticeId, ProofOfIdentity.PresentCode present) {
    return Mono.zip(vault.find(requestId), codes.find(noticeId, requestId))
        .flatMap(
            both ->
                Mono.justOrEmpty(
                    address(
                        both.getT1(),
                        held -> held.lookup().equals(present.address()),
                        both.getT2())))
        .switchIfEmpty(notAvailable(Reason.EXPIRED));
  }

  private Optional<Answer> address(
      VaultEntry entry, Predicate<VaultEntry.Held> which, @Nullable String code) {
    return entry.identifiers().stream()
        .filter(held -> held.type().equals(Identifier.EMAIL))
        .filter(which)
        .findFirst()
        .map(
            held ->
                new Answer.Address(
                    vault.open(entry, held).value(), entry.locale(), code, null, null));
  }

  private static Mono<Answer> notAvailable(Reason reason) {
    return Mono.just(new Answer.NotAvailable(reason));
  }

  private void count(String scope, Answer answer) {
    String result =
        switch (answer) {
          case Answer.Address a -> "GRANTED";
          case Answer.NotAvailable(Reason reason) -> reason.name();
          case Answer.NotYet n -> "NOT_YET";
        };
    meters.counter("habeas.verifier.letters", "scope", scope, "result", result).increment();
  }
}
