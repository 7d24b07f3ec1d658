package io.habeas.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every released version of a record stays readable: topics by later readers (consumers are
 * upgraded first), stored state by later and by earlier ones (an upgrade can be taken back).
 * Releasing a version means to run this test with {@code -Dschemas.release}, which writes the
 * present schema beside the earlier ones.
 */
class CompatibilityTest {
  private static final Path RELEASED = Path.of("src/test/released");

  static Stream<Schema> topics() {
    return EveryRecord.ofTopics();
  }

  static Stream<Schema> states() {
    return EveryRecord.ofStates();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldReadEveryReleasedVersionOfATopic(Schema schema) throws Exception {
    validate(schema, new SchemaValidatorBuilder().canReadStrategy().validateAll());
  }

  @ParameterizedTest
  @MethodSource("states")
  void shouldReadAndBeReadByEveryReleasedVersionOfAState(Schema schema) throws Exception {
    validate(schema, new SchemaValidatorBuilder().mutualReadStrategy().validateAll());
  }

  private static void validate(Schema schema, SchemaValidator validator) throws Exception {
    List<Schema> released = released(schema);
    if (System.getProperty("schemas.release") != null && !released.contains(schema)) {
      Path file = folder(schema).resolve((released.size() + 1) + ".avsc");
      Files.createDirectories(file.getParent());
      Files.writeString(file, schema.toString(true) + "\n");
    }
    assertThat(released(schema)).as("released versions of %s", schema.getFullName()).isNotEmpty();
    validator.validate(schema, released(schema).reversed());
  }

  private static List<Schema> released(Schema schema) throws IOException {
    if (!Files.exists(folder(schema))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder(schema))) {
      return files.sorted().map(CompatibilityTest::parse).toList();
    }
  }

  private static Path folder(Schema schema) {
    return RELEASED.resolve(schema.getFullName());
  }

  private static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(file.toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
