package io.habeas.storeagent.map;

/**
 * Where something is said.
 *
 * @param line counted from 1
 */
public record Location(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
