package io.habeas.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parser of AsyncAPI's makers finds nothing wrong with our document, nor with its schemas. */
class AsyncApiIT {
  private static final Path DOCUMENT = Path.of("..", "schemas", "asyncapi");

  @TempDir private Path folder;

  @Test
  void shouldBeValid() throws IOException {
    // given
    Node.assumeThere(folder, "@asyncapi/parser");
    try (Stream<Path> files = Files.list(DOCUMENT)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
    Node.Finished installed = Node.run(folder, "npm", "ci");
    assertThat(installed.exitCode()).as(installed.output()).isZero();

    // when
    Node.Finished validated = Node.run(folder, "node", "validate.mjs", "asyncapi.yaml");

    // then
    assertThat(validated.exitCode()).as(validated.output()).isZero();
    assertThat(validated.output().lines())
        .containsExactlyInAnyOrder(
            "dsar.erasure-tasks.{participant} ErasureTask",
            "dsar.export-tasks.{participant} ExportTask",
            "dsar.replies.{participant} ParticipantReply",
            "dsar.declarations.{participant} DeclarationRecord",
            "dsar.directives.{participant} DirectiveRecord");
  }
}
