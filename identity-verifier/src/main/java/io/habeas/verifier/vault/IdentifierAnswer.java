package io.habeas.verifier.vault;

import java.util.Collection;
import java.util.List;

/** An identifier as the vault's interface says it to whoever may know it. */
public record IdentifierAnswer(String type, String value) {

  /** The same identifiers, in the same order. */
  public static List<IdentifierAnswer> of(Collection<Identifier> identifiers) {
    return identifiers.stream()
        .map(identifier -> new IdentifierAnswer(identifier.type(), identifier.value()))
        .toList();
  }

  /** Says nothing: a value must not reach a log by accident. */
  @Override
  public String toString() {
    return "IdentifierAnswer[***]";
  }
}
