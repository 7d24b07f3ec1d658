package io.habeas.storeagent.processor.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Reads definitions of processors: those that are shipped, by name, and others, from files. */
final class DefinitionReader {
  private static final int LARGEST_FILE = 1024 * 1024;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private DefinitionReader() {}

  /**
   * Reads a definition.
   *
   * @param which the name of a shipped one, or the path of a file
   * @throws InvalidDefinition with every error found
   */
  static Definition read(String which) {
    try {
      if (NAME.matcher(which).matches()) {
        try (InputStream shipped =
            DefinitionReader.class.getResourceAsStream("definitions/" + which + ".yml")) {
          if (shipped == null) {
            throw new InvalidDefinition(
                which, List.of("Expected a definition of this name but none is shipped"));
          }
          return read(which, new String(shipped.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      Path file = Path.of(which);
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
        throw new InvalidDefinition(
            String.valueOf(file.getFileName()),
            List.of("Expected a file with a definition but there is none, or it is too large"));
      }
      return read(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param name of the definition in errors
   */
  static Definition read(String name, String yaml) {
    Definition definition;
    try (Reader reader = new StringReader(yaml)) {
      var limits = new LoaderOptions();
      limits.setCodePointLimit(LARGEST_FILE);
      limits.setAllowDuplicateKeys(false);
      Object tree = new Yaml(new SafeConstructor(limits)).load(reader);
      if (tree == null) {
        throw new InvalidDefinition(name, List.of("Expected a definition but it is empty"));
      }
      definition = MAPPER.convertValue(tree, Definition.class);
    } catch (YAMLException e) {
      throw new InvalidDefinition(name, List.of("Expected YAML but " + e.getMessage()));
    } catch (DatabindException e) {
      throw new InvalidDefinition(
          name,
          List.of(
              "Expected a definition but %s (%s)"
                  .formatted(e.getOriginalMessage(), e.getPathReference())));
    } catch (JacksonException | IOException e) {
      throw new InvalidDefinition(name, List.of("Expected a definition but it cannot be read"));
    }
    List<String> errors = new DefinitionCheck(definition).errors();
    if (!errors.isEmpty()) {
      throw new InvalidDefinition(name, errors);
    }
    return definition;
  }
}
