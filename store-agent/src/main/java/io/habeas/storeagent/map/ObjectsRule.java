package io.habeas.storeagent.map;

/**
 * What a collection is made of where that is not a table: objects of a bucket ({@code
 * habeas.objects}), or keys ({@link KeysRule}). Names of identifier types stand in braces: {@code
 * images/{account_id}/}.
 */
public sealed interface ObjectsRule
    permits ObjectsRule.Below, ObjectsRule.Named, ObjectsRule.Tagged, KeysRule {

  Location at();

  /**
   * All whose keys begin like this.
   *
   * @param prefix with one identifier type, as written
   */
  record Below(String prefix, Location at) implements ObjectsRule {}

  /**
   * The one with this key.
   *
   * @param key with one identifier type, as written
   */
  record Named(String key, Location at) implements ObjectsRule {}

  /**
   * All that have an object tag with the value of an identifier.
   *
   * @param prefix below which they are looked for, as written
   * @param tag the tag's key
   * @param identifier the identifier type of its values
   */
  record Tagged(String prefix, String tag, String identifier, Location at) implements ObjectsRule {}
}
