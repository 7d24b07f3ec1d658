package io.habeas.schemas.wire;

/**
 * What became of a message's bytes when they were read.
 *
 * <p>The difference between the last two matters: undecodable bytes say nothing to anybody and go
 * to the dead-letter topic, while a type from a later version may be a withdrawal and must wait for
 * a reader that knows it.
 *
 * @param <T> the envelope record of the topic
 */
public sealed interface Decoded<T> {

  /** The message, read with this version's schema. */
  record Known<T>(T value) implements Decoded<T> {}

  /**
   * Bytes that no version could read: wrong magic byte, an id the registry does not know, or a body
   * that does not match its own writer's schema.
   *
   * @param errorClass simple name of the failure; never its text, which may quote the payload
   */
  record Undecodable<T>(String errorClass) implements Decoded<T> {}

  /**
   * A well-formed message of a type or symbol that this version does not have.
   *
   * @param writerType full name of the writer's schema
   */
  record UnknownType<T>(String writerType) implements Decoded<T> {}
}
