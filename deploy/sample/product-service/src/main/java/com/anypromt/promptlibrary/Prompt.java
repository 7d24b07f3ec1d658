package com.anypromt.promptlibrary;

/**
 * A saved prompt.
 *
 * @param author the name under which its owner saved it
 */
record Prompt(long id, String author, String title, String body) {

  /** Leaves out what somebody wrote. */
  @Override
  public String toString() {
    return "Prompt[" + id + "]";
  }
}
