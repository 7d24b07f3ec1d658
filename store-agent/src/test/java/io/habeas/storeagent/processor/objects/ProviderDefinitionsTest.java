package io.habeas.storeagent.processor.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderDefinitionsTest {
  private static final String OTHER =
      """
      base-url: https://api.example.com/api
      auth: {header: X-Key}
      probe: /me
      absent: {statuses: [404, 410], field: code}
      kinds:
        notes:
          read: /notes/{note}
          delete: /notes/{note}
          deleted: {field: ok, value: "true"}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic"})
  void shouldComeWithDefinitionsThatCanBeUsed(String name) {
    // when
    ProviderDefinition definition = ProviderDefinitions.load(name);

    // then
    assertThat(definition.baseUrl()).hasScheme("https");
    assertThat(definition.kinds()).containsKey("files");
    assertThat(definition.kind("files").names()).containsExactly("file_id");
  }

  @Test
  void shouldTakeAnotherProcessorFromAFile() throws IOException {
    // given
    Path file = Files.writeString(folder.resolve("other.yml"), OTHER);

    // when
    ProviderDefinition definition = ProviderDefinitions.load(file.toString());

    // then
    assertThat(definition.absent().statuses()).isEqualTo(List.of(404, 410));
    assertThat(
            definition.kind("notes").delete().at(definition.baseUrl(), Map.of("note", "a/b?c#d")))
        .isEqualTo(URI.create("https://api.example.com/api/notes/a%2Fb%3Fc%23d"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base-url: https://api.example.com/api",
        "auth: {header: X-Key}",
        "absent: {statuses: [404, 410], field: code}",
        "    deleted: {field: ok, value: \"true\"}",
        "    delete: /notes/{note}"
      })
  void shouldNotDoWithoutWhatKeepsItFromBelievingTooMuch(String line) {
    assertThatThrownBy(() -> read(OTHER.replace(line + "\n", "")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Expected a definition of a processor in other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/notes/{note}/../..//x",
        "https://elsewhere.example/{note}",
        "/notes/{note}#x",
        "notes/{note}",
        "/notes"
      })
  void shouldRefusePathsThatLeadElsewhere(String path) {
    assertThatThrownBy(() -> read(OTHER.replace("delete: /notes/{note}", "delete: " + path)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    assertThatThrownBy(() -> read(OTHER + "retries: 3\n"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ProviderDefinitions.load("nobody"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static ProviderDefinition read(String yaml) {
    return ProviderDefinitions.read("other", new StringReader(yaml));
  }
}
