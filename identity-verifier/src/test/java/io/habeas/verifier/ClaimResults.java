package io.habeas.verifier;

/** What is answered to a participant that claims identifiers for a task, as JSON. */
public final class ClaimResults {
  /** The result of a claim that may be made again. */
  public static final String NOT_YET = "\"result\":\"NOT_YET\",\"identifiers\":[]";

  private ClaimResults() {}

  /** The result of a claim that is refused. */
  public static String refused(String reason) {
    return "\"result\":\"REFUSED\",\"reason\":\"%s\",\"identifiers\":[]".formatted(reason);
  }

  /**
   * The result of a claim that is granted.
   *
   * @param typesAndValues of the identifiers, in turn
   */
  public static String granted(String... typesAndValues) {
    StringBuilder identifiers = new StringBuilder();
    for (int i = 0; i < typesAndValues.length; i += 2) {
      identifiers.append(
          "%s{\"type\":\"%s\",\"value\":\"%s\"}"
              .formatted(i == 0 ? "" : ",", typesAndValues[i], typesAndValues[i + 1]));
    }
    return "\"result\":\"GRANTED\",\"identifiers\":[%s]".formatted(identifiers);
  }
}
