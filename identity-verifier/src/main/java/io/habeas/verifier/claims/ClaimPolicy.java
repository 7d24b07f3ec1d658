package io.habeas.verifier.claims;

import io.habeas.verifier.register.Life;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may be told what: a participant, for a task that was issued to it, on a request that is
 * accepted, not over, and about what it holds, the types that it declares to need and the
 * controller approved. Pure.
 */
final class ClaimPolicy {

  private ClaimPolicy() {}

  /**
   * What is known when a claim is made.
   *
   * @param step the task that the participant says it has
   * @param entryKept whether the vault has an entry of the request
   * @param anyProven whether an identifier of the request is proven
   * @param life how far the request came; empty if it was never heard of
   * @param concerned whether the request is about what this participant holds (L21)
   * @param issued the tasks that were issued to this participant and allow what it asks
   * @param highest the last task that was issued to it, whatever it allows; 0 before the first
   * @param declared the types it declares; empty if it has not declared itself yet
   * @param approved the types that the controller approved for it
   */
  record Facts(
      int step,
      boolean entryKept,
      boolean anyProven,
      Optional<Life> life,
      boolean concerned,
      Set<Integer> issued,
      int highest,
      Optional<Set<String>> declared,
      Set<String> approved) {
    Facts {
      issued = Set.copyOf(issued);
      declared = declared.map(Set::copyOf);
      approved = Set.copyOf(approved);
    }
  }

  static Claim decide(Facts facts) {
    if (facts.life().map(Life::over).orElse(false)) {
      return new Claim.Refused(Claim.Reason.CLOSED);
    }
    if (!facts.entryKept()) {
      if (facts.issued().contains(facts.step())) {
        // A canary's identifiers are made up while its first task is on its way.
        return new Claim.NotYet();
      }
      return new Claim.Refused(Claim.Reason.UNKNOWN_REQUEST);
    }
    if (!facts.life().equals(Optional.of(Life.ACCEPTED))) {
      // Acceptance follows proof, and proof is known here first.
      return facts.anyProven() ? new Claim.NotYet() : new Claim.Refused(Claim.Reason.NOT_ACCEPTED);
    }
    if (!facts.concerned()) {
      return new Claim.Refused(Claim.Reason.NOT_CONCERNED);
    }
    if (!facts.issued().contains(facts.step())) {
      return facts.step() > facts.highest()
          ? new Claim.NotYet()
          : new Claim.Refused(Claim.Reason.NO_SUCH_TASK);
    }
    return facts
        .declared()
        .map(declared -> grant(declared, facts.approved()))
        .orElseGet(Claim.NotYet::new);
  }

  private static Claim grant(Set<String> declared, Set<String> approved) {
    Set<String> types =
        declared.stream().filter(approved::contains).collect(Collectors.toUnmodifiableSet());
    return types.isEmpty()
        ? new Claim.Refused(Claim.Reason.NOT_APPROVED)
        : new Claim.Granted(types);
  }
}
