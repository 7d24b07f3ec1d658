package io.habeas.storeagent.map;

import io.habeas.storeagent.map.DataMap.Disclosure;
import java.util.Optional;
import java.util.Set;

/** What is said of a collection under {@code habeas:}. */
final class CollectionRules {
  private static final Set<String> KNOWN =
      Set.of(
          "retention",
          "restriction",
          "objects",
          "keys",
          "manual",
          "index",
          "portability",
          "third-party",
          "source");

  private final Optional<Entries> rules;

  /**
   * @param collection all entries of the collection
   */
  CollectionRules(Entries collection) {
    this.rules =
        collection
            .get("habeas")
            .map(node -> new Entries(node, "habeas of a collection").allowOnly(KNOWN));
  }

  Optional<RetentionRule> retention() {
    return rules.flatMap(RetentionReader::read);
  }

  Disclosure disclosure() {
    return rules.map(DisclosureReader::read).orElse(Disclosure.NONE);
  }

  Restriction restriction() {
    return rules
        .flatMap(said -> said.get("restriction"))
        .flatMap(CollectionRules::restriction)
        .orElseGet(() -> new Restriction.None(false));
  }

  Optional<ObjectsRule> objects() {
    return rules
        .flatMap(said -> said.get("objects"))
        .flatMap(CollectionRules::objects)
        .or(() -> rules.flatMap(said -> said.get("keys")).flatMap(KeysRule::read));
  }

  Optional<IndexRule> index() {
    return rules
        .flatMap(said -> said.get("index"))
        .flatMap(node -> node.text("index").map(index -> new IndexRule(index, node.at())));
  }

  Optional<ManualRule> manual() {
    return rules
        .flatMap(said -> said.get("manual"))
        .flatMap(node -> ManualRule.read(new Entries(node, "manual")));
  }

  private static Optional<Restriction> restriction(YamlNode node) {
    if (node.isMapping()) {
      var said = new Entries(node, "restriction").allowOnly(Set.of("column", "restricted"));
      Optional<String> column = said.required("column");
      Optional<String> restricted = said.required("restricted");
      return column.isPresent() && restricted.isPresent()
          ? Optional.of(new Restriction.StatusColumn(column.get(), restricted.get(), node.at()))
          : Optional.empty();
    }
    String written = node.text("restriction").orElse("");
    return switch (written) {
      case "shadow" -> Optional.of(new Restriction.ShadowTable());
      case "none" -> Optional.of(new Restriction.None(true));
      default -> {
        node.error(
            "Expected restriction to be shadow, none or {column: ..., restricted: ...} but it is "
                + written);
        yield Optional.empty();
      }
    };
  }

  private static Optional<ObjectsRule> objects(YamlNode node) {
    var said = new Entries(node, "objects").allowOnly(Set.of("prefix", "key", "tag"));
    Optional<YamlNode> tag = said.get("tag");
    if (tag.isEmpty() && said.get("key").isPresent()) {
      if (said.get("prefix").isPresent()) {
        node.error("Expected objects to have a prefix or a key but it has both");
      }
      return said.required("key").map(key -> new ObjectsRule.Named(key, node.at()));
    }
    Optional<String> prefix = said.required("prefix");
    if (tag.isEmpty()) {
      return prefix.map(below -> new ObjectsRule.Below(below, node.at()));
    }
    if (said.get("key").isPresent()) {
      node.error("Expected objects to have a tag or a key but it has both");
    }
    var tagged = new Entries(tag.get(), "tag").allowOnly(Set.of("name", "identifier"));
    Optional<String> name = tagged.required("name");
    Optional<String> identifier = tagged.required("identifier");
    return prefix.isPresent() && name.isPresent() && identifier.isPresent()
        ? Optional.of(new ObjectsRule.Tagged(prefix.get(), name.get(), identifier.get(), node.at()))
        : Optional.empty();
  }
}
