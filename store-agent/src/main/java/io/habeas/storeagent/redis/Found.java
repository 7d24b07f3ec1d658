package io.habeas.storeagent.redis;

/**
 * A record that is a person's.
 *
 * @param name the key under which it lies now
 * @param key the key under which applications have it
 * @param member which member, field, element or entry of what lies there; empty for all of it
 */
record Found(String name, String key, String member) {
  /** Says nothing: all of it may name the person. */
  @Override
  public String toString() {
    return "Found";
  }
}
