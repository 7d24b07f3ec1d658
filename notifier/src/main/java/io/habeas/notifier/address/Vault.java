package io.habeas.notifier.address;

/** The vault as the notifier sees it. */
@FunctionalInterface
public interface Vault {

  /** Claims where one letter goes. Blocks; changes nothing there; never throws for an outage. */
  Addressee claim(LetterClaim claim);
}
