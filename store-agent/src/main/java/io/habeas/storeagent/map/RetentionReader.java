package io.habeas.storeagent.map;

import io.habeas.participant.RetentionGround;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import java.time.DateTimeException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code habeas.retention} of a collection or a field. */
final class RetentionReader {
  private static final Set<String> KNOWN =
      Set.of("rule", "period", "from", "ground", "statute", "jurisdiction", "meanwhile");

  private RetentionReader() {}

  /** The rule in {@code rules}; empty if there is none or it lacks something. */
  static Optional<RetentionRule> read(Entries rules) {
    return rules
        .get("retention")
        .flatMap(node -> rule(new Entries(node, "retention").allowOnly(KNOWN)));
  }

  private static Optional<RetentionRule> rule(Entries said) {
    Optional<String> rule = said.required("rule");
    Optional<KeepingPeriod> period = said.required("period").flatMap(text -> period(said, text));
    Optional<String> from = said.required("from");
    Optional<RetentionGround> ground =
        said.required("ground").flatMap(text -> said.constant(RetentionGround.class, "ground"));
    Optional<String> statute = said.required("statute");
    Optional<String> jurisdiction = said.required("jurisdiction");
    Set<Meanwhile> meanwhile = meanwhile(said);
    if (rule.isEmpty()
        || period.isEmpty()
        || from.isEmpty()
        || ground.isEmpty()
        || statute.isEmpty()
        || jurisdiction.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RetentionRule(
            rule.get(),
            period.get(),
            from.get(),
            ground.get(),
            statute.get(),
            jurisdiction.get(),
            meanwhile,
            said.node().at()));
  }

  private static Set<Meanwhile> meanwhile(Entries said) {
    Set<Meanwhile> meanwhile = EnumSet.noneOf(Meanwhile.class);
    Optional<YamlNode> written = said.written("meanwhile");
    if (written.isEmpty()) {
      said.node().error("Expected retention to say what happens meanwhile but it does not");
    } else {
      YamlNode node = written.get();
      List<YamlNode> items = node.isScalar() ? List.of(node) : node.items("meanwhile");
      items.forEach(item -> item.constant(Meanwhile.class, "meanwhile").ifPresent(meanwhile::add));
    }
    return meanwhile;
  }

  private static Optional<KeepingPeriod> period(Entries said, String text) {
    try {
      return Optional.of(KeepingPeriod.parse(text));
    } catch (DateTimeException | IllegalArgumentException e) {
      said.get("period")
          .orElse(said.node())
          .error("Expected period to be an ISO 8601 period such as P7Y but it is " + text);
      return Optional.empty();
    }
  }
}
