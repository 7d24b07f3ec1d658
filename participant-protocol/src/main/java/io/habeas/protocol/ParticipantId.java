package io.habeas.protocol;

/**
 * The name by which the controller's approved configuration knows a participant. It is part of the
 * names of that participant's topics.
 *
 * @param name a {@linkplain Code code} that is legal within a topic name: no colon, and not ending
 *     in {@code .dlq}, which would make it speak on another participant's dead letters
 */
public record ParticipantId(String name) {
  public ParticipantId {
    Code.require(name, "a participant's name");
    if (name.indexOf(':') >= 0 || name.endsWith(".dlq")) {
      throw new IllegalArgumentException(
          "Expected a participant's name without ':' and not ending in '.dlq' but got " + name);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
