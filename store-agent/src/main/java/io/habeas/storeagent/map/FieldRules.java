package io.habeas.storeagent.map;

import io.habeas.storeagent.map.DataMap.Disclosure;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.DataMap.Rectification;
import java.util.Optional;
import java.util.Set;

/** What is said of a field under {@code habeas:}. */
final class FieldRules {
  private static final Set<String> KNOWN =
      Set.of(
          "erasure",
          "verified",
          "unique",
          "identifier",
          "match",
          "retention",
          "rectification",
          "portability",
          "third-party",
          "free-text",
          "source");

  private final Optional<Entries> rules;

  /**
   * @param field all entries of the field
   */
  FieldRules(Entries field) {
    this.rules =
        field.get("habeas").map(node -> new Entries(node, "habeas of a field").allowOnly(KNOWN));
  }

  boolean flag(String key) {
    return rules.filter(said -> said.flag(key)).isPresent();
  }

  Optional<String> identifier() {
    return rules.flatMap(said -> said.text("identifier"));
  }

  Optional<Match> match() {
    return rules.flatMap(said -> said.constant(Match.class, "match"));
  }

  Optional<Rectification> rectification() {
    return rules.flatMap(said -> said.constant(Rectification.class, "rectification"));
  }

  Optional<RetentionRule> retention() {
    return rules.flatMap(RetentionReader::read);
  }

  Disclosure disclosure() {
    return rules.map(DisclosureReader::read).orElse(Disclosure.NONE);
  }

  /** What becomes of it: here null is something that is said. */
  Optional<ErasureStrategy> erasure() {
    return rules.flatMap(said -> said.written("erasure")).flatMap(FieldRules::erasure);
  }

  private static Optional<ErasureStrategy> erasure(YamlNode node) {
    if (node.isMapping()) {
      return configured(new Entries(node, "erasure").allowOnly(Set.of("constant", "generalise")));
    }
    String written = node.text("erasure").orElse("");
    return switch (written) {
      case "null", "~" -> Optional.of(new ErasureStrategy.Nulled());
      case "keep" -> Optional.of(new ErasureStrategy.Kept());
      case "keyed-hash" -> Optional.of(new ErasureStrategy.KeyedHash());
      case "random" -> Optional.of(new ErasureStrategy.Randomised());
      case "delete" -> Optional.empty();
      default -> {
        node.error(
            "Expected erasure to be delete, null, keep, keyed-hash, random, {constant: ...} or"
                + " {generalise: ...} but it is "
                + written);
        yield Optional.empty();
      }
    };
  }

  private static Optional<ErasureStrategy> configured(Entries said) {
    Optional<YamlNode> constant = said.get("constant");
    Optional<YamlNode> generalise = said.get("generalise");
    if (constant.isPresent() == generalise.isPresent()) {
      said.node().error("Expected erasure to be one of constant and generalise but it is not");
      return Optional.empty();
    }
    return constant.isPresent()
        ? constant.flatMap(value -> value.text("constant")).map(ErasureStrategy.Constant::new)
        : generalise.flatMap(FieldRules::generalised);
  }

  private static Optional<ErasureStrategy> generalised(YamlNode node) {
    if (node.isScalar() && node.text("generalise").filter("country"::equals).isPresent()) {
      return Optional.of(new ErasureStrategy.CountryOnly());
    }
    String known = "country, hour, day, month or year";
    return node.constant(ErasureStrategy.Unit.class, "generalise", known)
        .map(ErasureStrategy.Generalised::new);
  }
}
