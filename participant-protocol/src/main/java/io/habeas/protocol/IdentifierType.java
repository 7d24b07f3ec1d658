package io.habeas.protocol;

/**
 * A kind of identifier by which a store finds a person: {@code email}, {@code account_id}. Never
 * its value.
 *
 * @param code a {@linkplain Code code}
 */
public record IdentifierType(String code) {
  public IdentifierType {
    Code.require(code, "an identifier type");
  }

  @Override
  public String toString() {
    return code;
  }
}
