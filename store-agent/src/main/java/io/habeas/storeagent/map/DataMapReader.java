package io.habeas.storeagent.map;

import io.habeas.storeagent.map.DataMap.Dataset;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads fideslang files. What of Fides means nothing here is passed over, since every version of
 * Fides adds some, with a warning where fideslang does not know it either; keys under {@code
 * habeas:} are ours and every unknown one is an error.
 */
public final class DataMapReader {
  private static final int LARGEST_FILE = 16 * 1024 * 1024;

  /** What fideslang has at the top of a file. */
  private static final Set<String> RESOURCES =
      Set.of(
          "dataset",
          "system",
          "policy",
          "organization",
          "evaluation",
          "data_category",
          "data_subject",
          "data_use",
          "data_qualifier",
          "data_purpose",
          "registry");

  private final Findings findings = new Findings();
  private final List<Dataset> datasets = new ArrayList<>();
  private final List<DataSystem> systems = new ArrayList<>();

  /** Whether there was something of fideslang that is neither. */
  private boolean elsewhere;

  private DataMapReader() {}

  /**
   * Reads the map in {@code path}: a file, or the files in a directory whose names end in .yml or
   * .yaml.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static DataMap read(Path path) {
    return read(List.of(path));
  }

  /**
   * Reads the map in {@code paths}, each a file or a directory, as one.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static DataMap read(List<Path> paths) {
    var map = new DataMapReader();
    paths.stream().flatMap(path -> map.files(path).stream()).distinct().forEach(map::file);
    return map.finish(paths.isEmpty() ? "the data map" : paths.getFirst().toString());
  }

  /**
   * Reads a map.
   *
   * @param file its name in errors
   * @throws InvalidMap with every error found, each with its line
   */
  public static DataMap read(String file, Reader reader) {
    var map = new DataMapReader();
    map.document(file, reader);
    return map.finish(file);
  }

  private List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      return inside
          .filter(Files::isRegularFile)
          .filter(file -> isYaml(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isYaml(String name) {
    return !name.startsWith(".") && (name.endsWith(".yml") || name.endsWith(".yaml"));
  }

  private void file(Path file) {
    String name = file.toString();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      document(name, reader);
    } catch (NoSuchFileException e) {
      findings.error(new Location(name, 1), "Expected a data map but there is no file");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void document(String file, Reader reader) {
    try {
      compose(reader)
          .ifPresentOrElse(
              root -> resources(new Entries(new YamlNode(file, root, findings), "the data map")),
              () ->
                  findings.warning(
                      new Location(file, 1),
                      "Expected dataset or system in the file but it is empty"));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      findings.error(new Location(file, line), "Expected YAML but " + e.getProblem());
    } catch (YAMLException e) {
      findings.error(new Location(file, 1), "Expected YAML but it cannot be read");
    }
  }

  /**
   * The document that {@code reader} gives; empty if it has none.
   *
   * @throws YAMLException if it is not YAML, or not text in UTF-8
   */
  private static Optional<Node> compose(Reader reader) {
    var limits = new LoaderOptions();
    limits.setCodePointLimit(LARGEST_FILE);
    try {
      return Optional.ofNullable(new Yaml(limits).compose(reader));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof MalformedInputException) {
        throw new YAMLException("Expected UTF-8 but it is not");
      }
      throw e;
    }
  }

  private void resources(Entries entries) {
    if (Stream.of("dataset", "system").anyMatch(key -> entries.written(key).isPresent())) {
      entries.passOver(RESOURCES);
    } else {
      elsewhere |= RESOURCES.stream().anyMatch(key -> entries.written(key).isPresent());
      entries.node().warning("Expected dataset or system in the file but there is neither");
    }
    entries.get("dataset").stream()
        .flatMap(list -> list.items("dataset").stream())
        .map(DatasetReader::read)
        .flatMap(Optional::stream)
        .forEach(datasets::add);
    entries.get("system").stream()
        .flatMap(list -> list.items("system").stream())
        .map(SystemReader::read)
        .flatMap(Optional::stream)
        .forEach(systems::add);
  }

  private DataMap finish(String file) {
    Map<String, Location> keys = new HashMap<>();
    datasets.forEach(dataset -> once("dataset", dataset.key(), dataset.at(), keys));
    systems.forEach(system -> once("system", system.key(), system.at(), keys));
    if (datasets.isEmpty() && systems.isEmpty() && !elsewhere && !findings.hasErrors()) {
      findings.error(new Location(file, 1), "Expected at least one dataset but there is none");
    }
    findings.failOnErrors();
    List<Dataset> resolved = CrossReferences.resolve(datasets, findings);
    SystemReader.checkDatasets(systems, datasets, findings);
    findings.failOnErrors();
    return new DataMap(resolved, systems, findings.warnings());
  }

  private void once(String kind, String key, Location at, Map<String, Location> keys) {
    Location before = keys.putIfAbsent(kind + " " + key, at);
    if (before != null) {
      findings.error(at, "Expected %s %s once but it is at %s too".formatted(kind, key, before));
    }
  }
}
