package io.habeas.storeagent.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.CollectionExport;
import io.habeas.participant.export.UploadTarget;
import io.habeas.participant.task.Answer;
import io.habeas.schemas.part.PartName;
import io.habeas.schemas.part.RecipientKey;
import io.habeas.schemas.part.RequestKeyPair;
import io.habeas.storeagent.s3.Buckets.TestBucket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is stored is what the person gets, byte by byte. */
class ObjectExportIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000f");
  private static final int PIECE = 384 * 1024;

  private final RequestKeyPair pair = RequestKeyPair.generate();
  private final List<byte[]> uploads = new CopyOnWriteArrayList<>();
  private HttpServer storage;

  @BeforeEach
  void storage() throws IOException {
    storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    storage.createContext(
        "/",
        exchange -> {
          uploads.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    storage.start();
  }

  @AfterEach
  void stop() {
    storage.stop(0);
  }

  @Test
  void shouldReproduceEveryByteOfEveryObjectOfThePersonOnly() throws Exception {
    // given
    TestBucket bucket = Buckets.create();
    Map<String, byte[]> theirs = new LinkedHashMap<>();
    theirs.put("images/4/empty", new byte[0]);
    theirs.put("images/4/one", bytes(1));
    theirs.put("images/4/ü \"quoted\"\\ & <b>.png", bytes(1_000));
    theirs.put("images/4/piece", bytes(PIECE));
    theirs.put("images/4/piece-and-one", bytes(PIECE + 1));
    theirs.put("images/4/large", bytes(3 * PIECE - 1));
    theirs.put("avatars/4.png", bytes(10));
    theirs.forEach((key, content) -> put(bucket, key, content, "image/png"));
    put(bucket, "images/42/not-theirs", bytes(100), "image/png");
    try (BucketAgent agent = BucketAgent.on(bucket).knowing("4")) {

      // when
      Answer answer = agent.export(REQUEST, 1, target());

      // then
      Map<String, List<JsonNode>> records = records(uploads.getFirst());
      Map<String, byte[]> got = new LinkedHashMap<>();
      records.values().forEach(all -> all.forEach(record -> collect(record, got)));
      assertThat(got.keySet()).containsExactlyInAnyOrderElementsOf(theirs.keySet());
      theirs.forEach((key, content) -> assertThat(got.get(key)).as(key).isEqualTo(content));
      assertThat(((Outcome.RecordsExported) ((Answer.Done) answer).outcome()).collections())
          .extracting(
              CollectionExport::collection, CollectionExport::records, CollectionExport::lines)
          .containsExactly(tuple("avatars", 1L, 1L), tuple("images", 6L, 9L));
    }
  }

  @Test
  void shouldSayWhatAnObjectIs() throws Exception {
    // given
    TestBucket bucket = Buckets.create();
    bucket
        .observer()
        .putObject(
            put ->
                put.bucket(bucket.name())
                    .key("images/4/odd")
                    .contentType("not a type; x=\"y z\"")
                    .contentLanguage("nl")
                    .contentDisposition("attachment; filename=\"cat.png\"")
                    .metadata(Map.of("prompt", "a cat")),
            RequestBody.fromString("odd"));
    Instant modified =
        bucket
            .observer()
            .headObject(head -> head.bucket(bucket.name()).key("images/4/odd"))
            .lastModified();
    try (BucketAgent agent = BucketAgent.on(bucket).knowing("4")) {

      // when
      agent.export(REQUEST, 1, target());

      // then
      assertThat(records(uploads.getFirst()).get("images"))
          .singleElement()
          .isEqualTo(
              JsonMapper.shared()
                  .readTree(
                      """
                      {"object": "images/4/odd", "latest": true,
                       "content_type": "not a type; x=\\"y z\\"", "content_language": "nl",
                       "content_disposition": "attachment; filename=\\"cat.png\\"", "size": 3,
                       "last_modified": "%s", "metadata": {"prompt": "a cat"},
                       "piece": 1, "of": 1, "base64": "b2Rk"}
                      """
                          .formatted(modified)));
    }
  }

  @Test
  void shouldReadOlderVersionsOutToo() throws Exception {
    // given
    TestBucket bucket = Buckets.createVersioned();
    bucket.put("images/4/cat.png", "first");
    bucket.put("images/4/cat.png", "second");
    bucket.put("images/4/gone.png", "deleted");
    bucket.observer().deleteObject(d -> d.bucket(bucket.name()).key("images/4/gone.png"));
    try (BucketAgent agent = BucketAgent.on(bucket).knowing("4")) {

      // when
      agent.export(REQUEST, 1, target());

      // then
      List<JsonNode> records = records(uploads.getFirst()).getOrDefault("images", List.of());
      // The storage loses an answer now and then, and what is put again is a version more.
      assertThat(
              records.stream()
                  .map(
                      record ->
                          record.get("object").asString()
                              + " "
                              + new String(content(record), UTF_8))
                  .distinct())
          .containsExactly(
              "images/4/cat.png second", "images/4/cat.png first", "images/4/gone.png deleted");
      assertThat(records.getFirst().get("latest").asBoolean()).isTrue();
      assertThat(records.stream().skip(1)).noneMatch(record -> record.get("latest").asBoolean());
      assertThat(records).allMatch(record -> record.has("version"));
    }
  }

  @Test
  void shouldSayOfEveryObjectAboutOthersTooThatItIsWithheldAndWhy() throws Exception {
    // given
    TestBucket bucket = Buckets.create();
    bucket.put("images/4/family.png", "not for them alone");
    bucket.put("avatars/4.png", "theirs");
    Instant modified =
        bucket
            .observer()
            .headObject(head -> head.bucket(bucket.name()).key("images/4/family.png"))
            .lastModified();
    String map =
        BucketAgent.MAP.replace(
            "objects: {prefix: 'images/{account_id}/'}",
            "objects: {prefix: 'images/{account_id}/'}\n          third-party: others are seen");
    try (BucketAgent agent =
        BucketAgent.on(
                bucket.connection(), map, UnaryOperator.identity(), new BucketAgent.SettableClock())
            .knowing("4")) {

      // when
      Answer answer = agent.export(REQUEST, 1, target());

      // then
      Map<String, List<JsonNode>> records = records(uploads.getFirst());
      assertThat(records.get("images"))
          .containsExactly(
              JsonMapper.shared()
                  .readTree(
                      """
                      {"object": "images/4/family.png", "last_modified": "%s",
                       "habeas:withheld": "ART_15_4", "reason": "others are seen"}
                      """
                          .formatted(modified)));
      assertThat(content(Objects.requireNonNull(records.get("avatars")).getFirst()))
          .isEqualTo("theirs".getBytes(UTF_8));
      assertThat(((Outcome.RecordsExported) ((Answer.Done) answer).outcome()).collections())
          .extracting(CollectionExport::collection, CollectionExport::records)
          .containsExactly(tuple("avatars", 1L), tuple("images", 1L));
    }
  }

  @Test
  void shouldUploadNothingWhereNothingIsHeld() {
    // given
    TestBucket bucket = Buckets.create();
    bucket.put("images/42/cat.png", "not theirs");
    try (BucketAgent agent = BucketAgent.on(bucket).knowing("4")) {

      // when
      Answer answer = agent.export(REQUEST, 1, target());

      // then
      assertThat(answer).isEqualTo(new Answer.Done(new Outcome.RecordsExported(List.of(), null)));
      assertThat(uploads).isEmpty();
    }
  }

  private static void put(TestBucket bucket, String key, byte[] content, String type) {
    bucket
        .observer()
        .putObject(
            put -> put.bucket(bucket.name()).key(key).contentType(type),
            RequestBody.fromBytes(content));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void collect(JsonNode record, Map<String, byte[]> contents) {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(contents.getOrDefault(record.get("object").asString(), new byte[0]));
    whole.writeBytes(content(record));
    contents.put(record.get("object").asString(), whole.toByteArray());
  }

  private static byte[] content(JsonNode record) {
    return Base64.getDecoder().decode(record.get("base64").asString());
  }

  private UploadTarget target() {
    return new UploadTarget(
        RecipientKey.of(pair.recipientKey()),
        URI.create("http://127.0.0.1:" + storage.getAddress().getPort() + "/parts"),
        Instant.MAX);
  }

  private Map<String, List<JsonNode>> records(byte[] archive)
      throws IOException, GeneralSecurityException {
    Map<String, List<JsonNode>> records = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String[] place = entry.getName().split("/", -1);
        PartName name = new PartName(REQUEST, "images", place[0], Integer.parseInt(place[1]));
        List<JsonNode> lines = records.computeIfAbsent(place[0], any -> new ArrayList<>());
        new String(pair.open(name, zip.readAllBytes()), UTF_8)
            .lines()
            .forEach(line -> lines.add(JsonMapper.shared().readTree(line)));
      }
    }
    return records;
  }
}
