package io.habeas.storeagent.map;

import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataSystem.Assessment;
import io.habeas.storeagent.map.DataSystem.Contacts;
import io.habeas.storeagent.map.DataSystem.Flow;
import io.habeas.storeagent.map.DataSystem.LegalBasis;
import io.habeas.storeagent.map.DataSystem.PrivacyDeclaration;
import io.habeas.storeagent.map.DataSystem.Profiling;
import io.habeas.storeagent.map.DataSystem.ProfilingBasis;
import io.habeas.storeagent.map.DataSystem.Responsibility;
import io.habeas.storeagent.map.DataSystem.SpecialCategoryBasis;
import io.habeas.storeagent.map.DataSystem.Transfers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads systems and their privacy declarations. */
final class SystemReader {
  private static final String USER = "user";
  private static final Set<String> SYSTEM =
      Set.of(
          "fidesctl_meta",
          "system_type",
          "egress",
          "ingress",
          "privacy_declarations",
          "administrating_department",
          "vendor_id",
          "previous_vendor_id",
          "vendor_deleted_date",
          "dataset_references",
          "processes_personal_data",
          "exempt_from_privacy_regulations",
          "reason_for_exemption",
          "uses_profiling",
          "legal_basis_for_profiling",
          "does_international_transfers",
          "legal_basis_for_transfers",
          "requires_data_protection_assessments",
          "dpa_location",
          "dpa_progress",
          "privacy_policy",
          "legal_name",
          "legal_address",
          "responsibility",
          "dpo",
          "joint_controller_info",
          "data_security_practices",
          "cookie_max_age_seconds",
          "uses_cookies",
          "cookie_refresh",
          "uses_non_cookie_access",
          "legitimate_interest_disclosure_url",
          "cookies",
          // Of earlier versions.
          "registry_id",
          "system_dependencies",
          "joint_controller",
          "third_country_transfers",
          "data_responsibility_title",
          "data_protection_impact_assessment");
  private static final Set<String> DECLARATION =
      Set.of(
          "name",
          "data_categories",
          "data_use",
          "data_subjects",
          "dataset_references",
          "egress",
          "ingress",
          "features",
          "flexible_legal_basis_for_processing",
          "legal_basis_for_processing",
          "impact_assessment_location",
          "retention_period",
          "processes_special_category_data",
          "special_category_legal_basis",
          "data_shared_with_third_parties",
          "third_parties",
          "shared_categories",
          "cookies",
          "data_qualifier",
          "data_purpose");

  private static final Set<String> FLOW = Set.of("fides_key", "type", "data_categories");

  private SystemReader() {}

  /** The system at {@code node}; empty if it is too broken to be one. */
  static Optional<DataSystem> read(YamlNode node) {
    var entries = new Entries(node, "a system");
    node.passOver(DatasetReader.union(DatasetReader.RESOURCE, SYSTEM), "a system");
    Optional<String> key = entries.required("fides_key");
    key.ifPresent(text -> DatasetReader.checkKey(node, text, "the fides_key of a system"));
    Optional<String> type = entries.required("system_type");
    List<Flow> egress = flows(entries, "egress");
    List<Flow> ingress = flows(entries, "ingress");
    List<PrivacyDeclaration> declarations =
        items(entries, "privacy_declarations")
            .map(found -> declaration(found, egress, ingress))
            .flatMap(Optional::stream)
            .toList();
    var transfers =
        new Transfers(
            entries.flag("does_international_transfers"),
            texts(entries, "legal_basis_for_transfers"));
    var assessment =
        new Assessment(
            entries.flag("requires_data_protection_assessments"),
            entries.text("dpa_progress"),
            entries.text("dpa_location"));
    var profiling =
        new Profiling(
            entries.flag("uses_profiling"),
            phrases(entries, "legal_basis_for_profiling", ProfilingBasis.values()));
    var contacts =
        new Contacts(
            entries.text("legal_name"),
            entries.text("legal_address"),
            entries.text("dpo"),
            entries.text("joint_controller_info"),
            entries.text("data_security_practices"));
    List<Responsibility> responsibilities =
        phrases(entries, "responsibility", Responsibility.values());
    if (key.isEmpty() || type.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DataSystem(
            key.get(),
            entries.text("name"),
            type.get(),
            entries.text("administrating_department"),
            responsibilities,
            declarations,
            egress,
            ingress,
            texts(entries, "dataset_references"),
            transfers,
            assessment,
            profiling,
            contacts,
            node.at()));
  }

  /** Points to datasets that systems name and that are not in the map. */
  static void checkDatasets(List<DataSystem> systems, List<Dataset> datasets, Findings findings) {
    Set<String> known = datasets.stream().map(Dataset::key).collect(Collectors.toSet());
    for (DataSystem system : systems) {
      system.datasets().forEach(key -> checkDataset(key, known, system.at(), findings));
      system
          .declarations()
          .forEach(
              declaration ->
                  declaration
                      .datasets()
                      .forEach(key -> checkDataset(key, known, declaration.at(), findings)));
    }
  }

  private static void checkDataset(String key, Set<String> known, Location at, Findings findings) {
    if (!known.contains(key)) {
      findings.warning(at, "Expected dataset %s in the map but there is none".formatted(key));
    }
  }

  private static Optional<PrivacyDeclaration> declaration(
      YamlNode node, List<Flow> egress, List<Flow> ingress) {
    var entries = new Entries(node, "a privacy declaration");
    node.passOver(DECLARATION, "a privacy declaration");
    Optional<String> use = entries.required("data_use");
    Optional<LegalBasis> legalBasis =
        phrase(entries, "legal_basis_for_processing", LegalBasis.values());
    Optional<SpecialCategoryBasis> special =
        phrase(entries, "special_category_legal_basis", SpecialCategoryBasis.values());
    List<String> out = named(entries, "egress", egress);
    List<String> in = named(entries, "ingress", ingress);
    return use.map(
        found ->
            new PrivacyDeclaration(
                entries.text("name"),
                found,
                texts(entries, "data_categories"),
                texts(entries, "data_subjects"),
                legalBasis,
                special,
                entries.text("retention_period"),
                entries.text("third_parties"),
                texts(entries, "shared_categories"),
                entries.text("impact_assessment_location"),
                texts(entries, "dataset_references"),
                out,
                in,
                node.at()));
  }

  private static List<String> named(Entries entries, String key, List<Flow> flows) {
    List<String> keys = texts(entries, key);
    keys.stream()
        .filter(name -> flows.stream().noneMatch(flow -> flow.key().equals(name)))
        .forEach(
            name ->
                entries
                    .node()
                    .error(
                        "Expected %s of a privacy declaration to be one of its system's but %s is"
                                .formatted(key, name)
                            + " none"));
    return keys;
  }

  private static List<Flow> flows(Entries system, String key) {
    return items(system, key)
        .flatMap(node -> flow(new Entries(node, key).passOver(FLOW)).stream())
        .toList();
  }

  private static Optional<Flow> flow(Entries entries) {
    Optional<String> key = entries.required("fides_key");
    Optional<Flow.Kind> kind =
        entries.required("type").flatMap(text -> entries.constant(Flow.Kind.class, "type"));
    if (key.isEmpty() || kind.isEmpty()) {
      return Optional.empty();
    }
    if (key.get().equals(USER) != (kind.get() == Flow.Kind.USER)) {
      entries.node().error("Expected fides_key and type both to be user but one of them is not");
    }
    return Optional.of(
        new Flow(key.get(), kind.get(), texts(entries, "data_categories"), entries.node().at()));
  }

  private static <E extends DataSystem.Phrase> Optional<E> phrase(
      Entries entries, String key, E[] all) {
    return entries.get(key).flatMap(node -> node.phrase(all, key));
  }

  private static <E extends DataSystem.Phrase> List<E> phrases(
      Entries entries, String key, E[] all) {
    return items(entries, key).flatMap(node -> node.phrase(all, key).stream()).toList();
  }

  private static Stream<YamlNode> items(Entries entries, String key) {
    return entries.get(key).stream().flatMap(list -> list.items(key).stream());
  }

  private static List<String> texts(Entries entries, String key) {
    return entries.get(key).map(list -> list.texts(key)).orElse(List.of());
  }
}
