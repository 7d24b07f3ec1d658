package io.habeas.storeagent.jdbc;

import org.springframework.core.NestedRuntimeException;

/**
 * Thrown where the database did not do what it was told, or would do more than that. What was begun
 * is undone.
 */
final class Resisted extends NestedRuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message naming tables and columns only
   */
  Resisted(String message, Object... arguments) {
    super(message.formatted(arguments));
  }
}
