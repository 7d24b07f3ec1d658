package io.habeas.exportbuilder.storage;

/** The object storage does not answer, or refuses: the same asked again may succeed. */
public final class StorageUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what what was to be done, as a code
   * @param failure class of what happened, or a status; never a text
   */
  public StorageUnavailable(String what, String failure) {
    super("Expected the storage to %s but got %s".formatted(what, failure));
  }
}
