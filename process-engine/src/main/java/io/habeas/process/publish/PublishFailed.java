package io.habeas.process.publish;

/** A record may not have been written, though it may have been too. Try again. */
public final class PublishFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PublishFailed(String topic, Throwable cause) {
    super("Expected to write to " + topic + " but could not", cause);
  }
}
