package io.habeas.schemas.wire;

/** The schema registry could not be asked. Nothing is wrong with the message: try again. */
public final class RegistryUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailable(Throwable cause) {
    super("Expected an answer of the schema registry but there was none", cause);
  }
}
