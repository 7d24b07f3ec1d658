package io.habeas.storeagent.processor.rest;

import java.util.List;

/** A definition of a processor that cannot be carried out, with everything that is wrong in it. */
public final class InvalidDefinition extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidDefinition(String name, List<String> errors) {
    super(name + ": " + String.join("\n" + name + ": ", errors));
  }
}
