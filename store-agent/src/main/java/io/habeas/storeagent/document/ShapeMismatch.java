package io.habeas.storeagent.document;

/**
 * A document is not as the map says. Guessing could take one person's record for another's, so
 * nothing is done until the map or the document is mended. Names what the map names, nothing else.
 */
public final class ShapeMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param path where, as the map calls it
   * @param expected what should be there
   */
  public ShapeMismatch(String path, String expected) {
    super("Expected %s to be %s but it is something else".formatted(path, expected));
  }
}
