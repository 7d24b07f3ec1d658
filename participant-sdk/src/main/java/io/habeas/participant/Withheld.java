package io.habeas.participant;

/**
 * What stands in a copy in the place of something that is left out because it is about other people
 * (Art. 15(4) GDPR): item by item, with the reason, and never the whole for it (legal rule L16).
 */
public final class Withheld {

  /** The name of the marking property: {@code {"habeas:withheld": "ART_15_4"}}. */
  public static final String MARK = "habeas:withheld";

  /** Its value: the rights and freedoms of others. */
  public static final String OTHER_PEOPLE = "ART_15_4";

  /** Beside it, how many items are left out in this one place; absent for one. */
  public static final String ITEMS = "items";

  /** Beside it, why in the controller's words; absent where the mark says it all. */
  public static final String REASON = "reason";

  private Withheld() {}

  /** The mark as a JSON object, to be put where the item would be. */
  public static String json() {
    return "{\"" + MARK + "\":\"" + OTHER_PEOPLE + "\"}";
  }
}
