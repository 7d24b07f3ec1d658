package io.habeas.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.header.CloudEvents;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.Topic.Cleanup;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ActionNotOffered;
import io.habeas.schemas.avro.ParticipantReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What is told to services in other languages is what is so. Where a record has changed, {@code
 * -Dasyncapi.write} writes its schema anew.
 */
class AsyncApiTest {
  private static final Path FOLDER = Path.of("..", "schemas", "asyncapi");
  private static final String PARTICIPANT = "{participant}";

  private final Map<String, Object> document = read();

  static Stream<Arguments> topics() {
    return Stream.of(
        Arguments.of("erasureTasks", Topics.erasureTasks(PARTICIPANT)),
        Arguments.of("exportTasks", Topics.exportTasks(PARTICIPANT)),
        Arguments.of("replies", Topics.replies(PARTICIPANT)),
        Arguments.of("declarations", Topics.declarations(PARTICIPANT)),
        Arguments.of("directives", Topics.directives(PARTICIPANT)));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldDescribeEachTopicAsTheCatalogueHasIt(String channel, Topic<?> topic) {
    // when
    Map<String, Object> described = at("channels", channel);

    // then
    assertThat(described).containsEntry("address", topic.name());
    assertThat(at("channels", channel, "messages")).containsOnlyKeys(topic.type().getSimpleName());
    assertThat(at("channels", channel, "bindings", "kafka"))
        .containsEntry("partitions", topic.partitions());
    String retention = topic.cleanup() == Cleanup.DELETE ? "retention.ms" : "delete.retention.ms";
    assertThat(at("channels", channel, "bindings", "kafka", "topicConfiguration"))
        .isEqualTo(
            Map.of(
                "cleanup.policy",
                List.of(topic.cleanup() == Cleanup.DELETE ? "delete" : "compact"),
                retention,
                number(topic.retention().toMillis())));
    assertThat(
            at("components", "messages", topic.type().getSimpleName(), "bindings", "kafka", "key"))
        .containsEntry(
            "$ref",
            "#/components/schemas/"
                + switch (topic.key()) {
                  case REQUEST_ID -> "requestId";
                  case PARTICIPANT -> "participantName";
                  case DIRECTIVE -> "directiveKey";
                  case CANARY_ID, HOLD_ID, HOLD_ID_AND_PARTITION, NONE -> "none";
                });
  }

  @Test
  void shouldDescribeAllTopicsOfAParticipantAndNoOthers() {
    // given
    List<String> shared = Topics.all(List.of()).stream().map(Topic::name).toList();
    List<String> own =
        Topics.all(List.of(PARTICIPANT)).stream()
            .map(Topic::name)
            .filter(name -> !shared.contains(name))
            .toList();

    // then
    assertThat(
            at("channels").keySet().stream().map(channel -> at("channels", channel).get("address")))
        .containsExactlyInAnyOrderElementsOf(own);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldShipEachSchemaAsItIs(String channel, Topic<?> topic) throws IOException {
    // given
    Schema schema = SpecificData.get().getSchema(topic.type());
    Path file = FOLDER.resolve(topic.type().getSimpleName() + ".avsc");
    if (System.getProperty("asyncapi.write") != null) {
      Files.writeString(file, schema.toString(true) + "\n");
    }

    // then
    assertThat(at("components", "messages", topic.type().getSimpleName(), "payload", "schema"))
        .containsEntry("$ref", "./" + file.getFileName());
    assertThat(file).as("a schema written by -Dasyncapi.write").hasContent(schema.toString(true));
  }

  @Test
  void shouldDescribeTheHeadersThatAreWritten() {
    // given
    var headers = new RecordHeaders();
    CloudEvents.describe(
        headers,
        "prompt-library",
        "1",
        new ParticipantReply(
            UUID.randomUUID(), Instant.EPOCH, "p", 1, new ActionNotOffered(Action.SEED)),
        Instant.EPOCH,
        TraceParent.begin());

    // then
    assertThat(at("components", "schemas", "headers", "properties").keySet())
        .containsExactlyInAnyOrderElementsOf(
            StreamSupport.stream(headers.spliterator(), false).map(Header::key).toList());
  }

  private static Object number(long value) {
    return value <= Integer.MAX_VALUE ? (Object) (int) value : (Object) value;
  }

  private static Map<String, Object> read() {
    try {
      return new Yaml().load(Files.readString(FOLDER.resolve("asyncapi.yaml")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> at(String... path) {
    Map<String, Object> place = document;
    for (String name : path) {
      assertThat(place).containsKey(name);
      place = (Map<String, Object>) place.getOrDefault(name, Map.of());
    }
    return place;
  }
}
