package io.habeas.storeagent.map;

import io.habeas.participant.RetentionGround;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Direction;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.DataMap.Reference;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a fideslang file. Keys of Fides that mean nothing here are passed over, since every version
 * of Fides adds some; keys under {@code habeas:} are ours and every unknown one is an error.
 */
public final class DataMapReader {
  private static final int LARGEST_FILE = 16 * 1024 * 1024;
  private static final Set<String> COLLECTION_RULES =
      Set.of("retention", "restriction", "objects", "search");
  private static final Set<String> FIELD_RULES =
      Set.of("erasure", "verified", "unique", "identifier", "match");
  private static final Set<String> RETENTION_RULES =
      Set.of("rule", "period", "from", "ground", "statute", "jurisdiction", "meanwhile");

  private final String file;
  private final List<MapError> errors = new ArrayList<>();

  private DataMapReader(String file) {
    this.file = file;
  }

  /**
   * Reads the map in {@code file}.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static DataMap read(Path file) {
    String name = String.valueOf(file.getFileName());
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(name, reader);
    } catch (NoSuchFileException e) {
      throw new InvalidMap(
          List.of(new MapError(new Location(name, 1), "Expected a data map but there is no file")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a map.
   *
   * @param file its name in errors
   * @throws InvalidMap with every error found, each with its line
   */
  public static DataMap read(String file, Reader reader) {
    var limits = new LoaderOptions();
    limits.setCodePointLimit(LARGEST_FILE);
    Node root;
    try {
      root = new Yaml(limits).compose(reader);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidMap(
          List.of(new MapError(new Location(file, line), "Expected YAML but " + e.getProblem())));
    } catch (YAMLException e) {
      throw new InvalidMap(
          List.of(new MapError(new Location(file, 1), "Expected YAML but it cannot be read")));
    }
    var map = new DataMapReader(file);
    List<Dataset> datasets = root == null ? List.of() : map.datasets(root);
    if (datasets.isEmpty() && map.errors.isEmpty()) {
      map.errors.add(
          new MapError(new Location(file, 1), "Expected at least one dataset but there is none"));
    }
    if (!map.errors.isEmpty()) {
      throw new InvalidMap(map.errors);
    }
    return new DataMap(datasets);
  }

  private List<Dataset> datasets(Node root) {
    YamlNode datasets = new YamlNode(file, root, errors).entries("the data map").get("dataset");
    if (datasets == null) {
      return List.of();
    }
    return datasets.items("dataset").stream().map(this::dataset).flatMap(Optional::stream).toList();
  }

  private Optional<Dataset> dataset(YamlNode node) {
    Map<String, YamlNode> entries = node.entries("a dataset");
    Optional<String> key = required(node, entries, "fides_key", "a dataset");
    Optional<YamlNode> namespace =
        meta(entries, "the dataset's fides_meta").flatMap(meta -> get(meta, "namespace"));
    Optional<String> schema =
        namespace
            .flatMap(names -> get(names.entries("namespace"), "schema"))
            .flatMap(text -> text.text("schema"));
    List<DataCollection> collections =
        get(entries, "collections").stream()
            .flatMap(list -> list.items("collections").stream())
            .map(this::collection)
            .flatMap(Optional::stream)
            .toList();
    return key.map(name -> new Dataset(name, schema, collections, node.at()));
  }

  private Optional<DataCollection> collection(YamlNode node) {
    Map<String, YamlNode> entries = node.entries("a collection");
    Optional<String> name = required(node, entries, "name", "a collection");
    boolean skipped =
        meta(entries, "the collection's fides_meta")
            .flatMap(meta -> get(meta, "skip_processing"))
            .map(value -> value.flag("skip_processing"))
            .orElse(false);
    Optional<YamlNode> rules = get(entries, "habeas");
    rules.ifPresent(found -> found.allowOnly(COLLECTION_RULES, "habeas of a collection"));
    Optional<RetentionRule> retention =
        rules.flatMap(found -> get(found.entries("habeas"), "retention")).flatMap(this::retention);
    Restriction restriction =
        rules
            .flatMap(found -> get(found.entries("habeas"), "restriction"))
            .flatMap(this::restriction)
            .orElseGet(Restriction.None::new);
    Optional<ObjectsRule> objects =
        rules.flatMap(found -> get(found.entries("habeas"), "objects")).flatMap(this::objects);
    Optional<SearchRule> search =
        rules.flatMap(found -> get(found.entries("habeas"), "search")).flatMap(this::search);
    return name.map(
        found ->
            new DataCollection(
                found,
                fields(entries),
                skipped,
                retention,
                restriction,
                objects,
                search,
                node.at()));
  }

  private List<DataField> fields(Map<String, YamlNode> entries) {
    return get(entries, "fields").stream()
        .flatMap(list -> list.items("fields").stream())
        .map(this::field)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<DataField> field(YamlNode node) {
    Map<String, YamlNode> entries = node.entries("a field");
    Optional<String> name = required(node, entries, "name", "a field");
    Optional<Map<String, YamlNode>> meta = meta(entries, "the field's fides_meta");
    Optional<YamlNode> rules = get(entries, "habeas");
    rules.ifPresent(found -> found.allowOnly(FIELD_RULES, "habeas of a field"));
    Map<String, YamlNode> ours = rules.map(found -> found.entries("habeas")).orElseGet(Map::of);
    Optional<String> identity =
        meta.flatMap(m -> get(m, "identity")).flatMap(value -> value.text("identity"));
    Optional<String> identifier =
        get(ours, "identifier").flatMap(value -> value.text("identifier"));
    Match match =
        get(ours, "match")
            .flatMap(value -> value.constant(Match.class, "match"))
            .orElse(
                // Mail addresses are written in any case (RFC 5321 section 2.4 leaves it to the
                // receiving host, and none distinguishes in practice).
                identity.or(() -> identifier).filter("email"::equals).isPresent()
                    ? Match.IGNORE_CASE
                    : Match.EXACT);
    List<String> categories =
        get(entries, "data_categories").stream()
            .flatMap(list -> list.items("data_categories").stream())
            .flatMap(item -> item.text("a data category").stream())
            .toList();
    return name.map(
        found ->
            new DataField(
                found,
                categories,
                identity,
                identifier,
                flag(meta.orElseGet(Map::of), "primary_key"),
                references(meta.orElseGet(Map::of)),
                flag(ours, "verified"),
                flag(ours, "unique"),
                match,
                meta.flatMap(m -> get(m, "data_type"))
                    .filter(value -> !value.isNull())
                    .flatMap(value -> value.text("data_type")),
                get(ours, "erasure").flatMap(this::erasure),
                fields(entries),
                node.at()));
  }

  private List<Reference> references(Map<String, YamlNode> meta) {
    return get(meta, "references").stream()
        .flatMap(list -> list.items("references").stream())
        .map(this::reference)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Reference> reference(YamlNode node) {
    Map<String, YamlNode> entries = node.entries("a reference");
    Optional<String> dataset = required(node, entries, "dataset", "a reference");
    Optional<String> field = required(node, entries, "field", "a reference");
    Direction direction =
        get(entries, "direction")
            .filter(value -> !value.isNull())
            .flatMap(value -> value.constant(Direction.class, "direction"))
            .orElse(Direction.EITHER);
    if (dataset.isEmpty() || field.isEmpty()) {
      return Optional.empty();
    }
    int dot = field.get().indexOf('.');
    if (dot < 1 || dot == field.get().length() - 1) {
      node.error("Expected a reference to collection.field but it is " + field.get());
      return Optional.empty();
    }
    return Optional.of(
        new Reference(
            dataset.get(),
            field.get().substring(0, dot),
            field.get().substring(dot + 1),
            direction,
            node.at()));
  }

  private Optional<ErasureStrategy> erasure(YamlNode node) {
    if (node.isMapping()) {
      Map<String, YamlNode> entries = node.entries("erasure");
      node.allowOnly(Set.of("constant", "generalise"), "erasure");
      Optional<ErasureStrategy> constant =
          get(entries, "constant")
              .flatMap(value -> value.text("constant"))
              .map(ErasureStrategy.Constant::new);
      return constant.or(
          () ->
              get(entries, "generalise")
                  .flatMap(value -> value.constant(ErasureStrategy.Unit.class, "generalise"))
                  .map(ErasureStrategy.Generalised::new));
    }
    String written = node.text("erasure").orElse("");
    return switch (written) {
      case "null", "~" -> Optional.of(new ErasureStrategy.Nulled());
      case "keep" -> Optional.of(new ErasureStrategy.Kept());
      case "keyed-hash" -> Optional.of(new ErasureStrategy.KeyedHash());
      case "delete" -> Optional.empty();
      default -> {
        node.error(
            "Expected erasure to be delete, null, keep, keyed-hash, {constant: ...} or"
                + " {generalise: ...} but it is "
                + written);
        yield Optional.empty();
      }
    };
  }

  private Optional<Restriction> restriction(YamlNode node) {
    if (node.isMapping()) {
      node.allowOnly(Set.of("column", "restricted"), "restriction");
      Map<String, YamlNode> entries = node.entries("restriction");
      Optional<String> column = required(node, entries, "column", "restriction");
      Optional<String> restricted = required(node, entries, "restricted", "restriction");
      return column.isPresent() && restricted.isPresent()
          ? Optional.of(new Restriction.StatusColumn(column.get(), restricted.get(), node.at()))
          : Optional.empty();
    }
    String written = node.text("restriction").orElse("");
    return switch (written) {
      case "shadow" -> Optional.of(new Restriction.ShadowTable());
      case "none" -> Optional.of(new Restriction.None());
      default -> {
        node.error(
            "Expected restriction to be shadow, none or {column: ..., restricted: ...} but it is "
                + written);
        yield Optional.empty();
      }
    };
  }

  private Optional<ObjectsRule> objects(YamlNode node) {
    node.allowOnly(Set.of("prefix", "key", "tag"), "objects");
    Map<String, YamlNode> entries = node.entries("objects");
    Optional<YamlNode> tag = get(entries, "tag");
    if (tag.isEmpty() && get(entries, "key").isPresent()) {
      if (get(entries, "prefix").isPresent()) {
        node.error("Expected objects to have a prefix or a key but it has both");
      }
      return required(node, entries, "key", "objects")
          .map(key -> new ObjectsRule.Named(key, node.at()));
    }
    Optional<String> prefix = required(node, entries, "prefix", "objects");
    if (tag.isEmpty()) {
      return prefix.map(below -> new ObjectsRule.Below(below, node.at()));
    }
    if (get(entries, "key").isPresent()) {
      node.error("Expected objects to have a tag or a key but it has both");
    }
    tag.get().allowOnly(Set.of("name", "identifier"), "tag");
    Map<String, YamlNode> said = tag.get().entries("tag");
    Optional<String> name = required(tag.get(), said, "name", "tag");
    Optional<String> identifier = required(tag.get(), said, "identifier", "tag");
    return prefix.isPresent() && name.isPresent() && identifier.isPresent()
        ? Optional.of(new ObjectsRule.Tagged(prefix.get(), name.get(), identifier.get(), node.at()))
        : Optional.empty();
  }

  private Optional<SearchRule> search(YamlNode node) {
    node.allowOnly(Set.of("index", "text"), "search");
    Map<String, YamlNode> entries = node.entries("search");
    return Optional.of(
        new SearchRule(
            get(entries, "index").flatMap(index -> index.text("index")),
            get(entries, "text").stream()
                .flatMap(text -> text.items("text").stream())
                .flatMap(path -> path.text("a field").stream())
                .toList(),
            node.at()));
  }

  private Optional<RetentionRule> retention(YamlNode node) {
    node.allowOnly(RETENTION_RULES, "retention");
    Map<String, YamlNode> entries = node.entries("retention");
    Optional<String> rule = required(node, entries, "rule", "retention");
    Optional<Period> period =
        required(node, entries, "period", "retention").flatMap(text -> period(node, text));
    Optional<String> from = required(node, entries, "from", "retention");
    Optional<RetentionGround> ground =
        required(node, entries, "ground", "retention")
            .flatMap(
                text ->
                    get(entries, "ground")
                        .flatMap(value -> value.constant(RetentionGround.class, "ground")));
    Optional<String> statute = required(node, entries, "statute", "retention");
    Optional<String> jurisdiction = required(node, entries, "jurisdiction", "retention");
    Set<Meanwhile> meanwhile = EnumSet.noneOf(Meanwhile.class);
    Optional<YamlNode> said = get(entries, "meanwhile");
    if (said.isEmpty()) {
      node.error("Expected retention to say what happens meanwhile but it does not");
    } else {
      List<YamlNode> items =
          said.get().isScalar() ? List.of(said.get()) : said.get().items("meanwhile");
      items.forEach(item -> item.constant(Meanwhile.class, "meanwhile").ifPresent(meanwhile::add));
    }
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
            node.at()));
  }

  private static Optional<Period> period(YamlNode node, String text) {
    try {
      Period period = Period.parse(text);
      if (!period.isNegative() && !period.isZero()) {
        return Optional.of(period);
      }
    } catch (DateTimeException e) {
      // Said below, with the line.
    }
    node.error("Expected period to be an ISO 8601 period such as P7Y but it is " + text);
    return Optional.empty();
  }

  private static boolean flag(Map<String, YamlNode> entries, String key) {
    return get(entries, key).map(value -> value.flag(key)).orElse(false);
  }

  /** Fides reads the older spelling too. */
  private static Optional<Map<String, YamlNode>> meta(Map<String, YamlNode> entries, String what) {
    return get(entries, "fides_meta")
        .or(() -> get(entries, "fidesops_meta"))
        .map(node -> node.entries(what));
  }

  private static Optional<String> required(
      YamlNode parent, Map<String, YamlNode> entries, String key, String what) {
    Optional<String> text =
        get(entries, key)
            .filter(value -> !value.isNull())
            .flatMap(value -> value.text(key))
            .filter(value -> !value.isBlank());
    if (text.isEmpty()) {
      parent.error("Expected %s to have a %s but it has none".formatted(what, key));
    }
    return text;
  }

  private static Optional<YamlNode> get(Map<String, YamlNode> entries, String key) {
    @Nullable YamlNode found = entries.get(key);
    return Optional.ofNullable(found);
  }
}
