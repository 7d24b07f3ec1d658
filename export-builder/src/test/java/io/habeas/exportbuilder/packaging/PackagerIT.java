package io.habeas.exportbuilder.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.habeas.exportbuilder.packaging.Packager.Refusal;
import io.habeas.exportbuilder.packaging.Packager.Result;
import io.habeas.exportbuilder.storage.ObjectStorage;
import io.habeas.exportbuilder.storage.StorageSettings;
import io.habeas.exportbuilder.storage.StorageUnavailable;
import io.habeas.platform.EmbeddedMongo;
import io.habeas.platform.EmbeddedS3;
import io.habeas.schemas.avro.CollectedParts;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.PartsRefusal;
import io.habeas.schemas.avro.StoreExport;
import io.habeas.schemas.avro.UploadedObject;
import io.habeas.schemas.part.PartName;
import io.habeas.schemas.part.RecipientKey;
import io.habeas.testkit.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packager on an object storage and a database, with uploads of every kind of wrongness. */
class PackagerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String STORE = "accounts-db";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Path DIRECTORY = temporaryDirectory();
  private static final EmbeddedS3 S3 =
      EmbeddedS3.start(new EmbeddedS3.Options(DIRECTORY.resolve("s3"), 0, "client", "secret"));
  private static final EmbeddedMongo MONGO = EmbeddedMongo.inMemory();
  private static final MongoClient MONGO_CLIENT = MongoClients.create(MONGO.uri());
  private static final Sealing SEALING = sealing();

  private final VirtualClock clock = VirtualClock.at(Instant.now());
  private final UUID request = UUID.randomUUID();
  private final ObjectStorage storage = new ObjectStorage(settings(), clock);
  private final KeptExports exports =
      new KeptExports(MONGO_CLIENT.getDatabase("export-builder"), PATIENCE);
  private final Packager packager = packager(storage);
  private final Packages packages = new Packages(packager, storage);

  @BeforeAll
  static void createBucket() {
    try (ObjectStorage first = new ObjectStorage(settings(), Clock.systemUTC())) {
      assertThat(first.ready()).isTrue();
    }
  }

  @AfterAll
  static void stop() {
    MONGO_CLIENT.close();
    MONGO.close();
    S3.close();
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("packager-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sealing sealing() {
    Path keys = DIRECTORY.resolve("keys.json");
    Sealing.generate(keys);
    return Sealing.load(keys.toString(), name -> null);
  }

  private static StorageSettings settings() {
    return new StorageSettings(
        S3.endpoint(),
        EmbeddedS3.REGION,
        "exports",
        true,
        "client",
        "secret",
        true,
        Duration.ofHours(1),
        PATIENCE,
        PATIENCE);
  }

  private Packager packager(ObjectStorage of) {
    return new Packager(
        exports,
        of,
        SEALING,
        new Packager.Contents("ANYPROMT", Map.of("purposes", Map.of("en", List.of("to test")))),
        Duration.ofDays(30),
        Duration.ofDays(150),
        clock);
  }

  @Test
  void shouldPackageWhatWasUploadedAndKeepNeitherKeyNorParts() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] upload = archive(key, request, STORE, "accounts", "{\"id\":1}\n", "{\"id\":2}\n");
    CollectedParts said = upload(STORE, 3, upload, exported("accounts", 2, 2));
    CollectedParts nothing = new CollectedParts("images", 2, List.of(), null);

    // when
    Result result = packager.build(request, List.of(said, nothing));

    // then
    Map<String, String> content = content();
    assertThat(content.keySet())
        .containsExactly("accounts-db/accounts.jsonl", "information.json", "manifest.json");
    assertThat(content.get("accounts-db/accounts.jsonl")).isEqualTo("{\"id\":1}\n{\"id\":2}\n");
    JsonNode manifest = JSON.readTree(content.get("manifest.json"));
    assertThat(manifest.path("request").asString()).isEqualTo(request.toString());
    assertThat(manifest.path("controller").asString()).isEqualTo("ANYPROMT");
    JsonNode collection = manifest.path("stores").path(0).path("collections").path(0);
    assertThat(collection.path("records").asLong()).isEqualTo(2);
    assertThat(collection.path("sha256").asString())
        .isEqualTo(sha256("{\"id\":1}\n{\"id\":2}\n".getBytes(UTF_8)));
    assertThat(manifest.path("stores").path(1).path("store").asString()).isEqualTo("images");
    assertThat(JSON.readTree(content.get("information.json")).has("purposes")).isTrue();
    assertThat(result).isInstanceOf(Result.Built.class);

    // and nothing can open a part any more
    assertThat(storage.list(ObjectStorage.partsOf(request))).isEmpty();
    assertThat(document().keySet()).doesNotContain("privateKey");
  }

  @Test
  void shouldStoreNothingThatCanBeReadWithoutItsKey() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] upload = archive(key, request, STORE, "accounts", "{\"name\":\"Ada\"}\n");

    // when
    packager.build(request, List.of(upload(STORE, 3, upload, exported("accounts", 1, 1))));

    // then
    Path stored = DIRECTORY.resolve(request.toString());
    String place = storage.list(ObjectStorage.packagesOf(request)).getFirst();
    assertThat(storage.fetch(place, stored)).isTrue();
    assertThat(new String(Files.readAllBytes(stored), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("Ada", "manifest", "PK");
  }

  @Test
  void shouldGoOnWhereItWasInterruptedAndSayTheSameAgain() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    assertThat(packager.recipientKey(request)).contains(key);
    byte[] upload = archive(key, request, STORE, "accounts", "{\"id\":1}\n");
    CollectedParts said = upload(STORE, 3, upload, exported("accounts", 1, 1));
    Result first = packager.build(request, List.of(said));

    // when
    Result again = packager.build(request, List.of(said));

    // then
    assertThat(again).isEqualTo(first);
    assertThat(packager.recipientKey(request)).isEmpty();
  }

  /** The one that stood still writes last, to a place of its own, and is deleted. */
  @Test
  void shouldKeepThePackageOfWhoeverWasFirst() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] upload = archive(key, request, STORE, "accounts", "{\"id\":1}\n");
    CollectedParts said = upload(STORE, 3, upload, exported("accounts", 1, 1));
    AtomicReference<Result> other = new AtomicReference<>();
    Packager stood =
        new Packager(
            exports,
            storage,
            SEALING,
            new Packager.Contents("ANYPROMT", new Interrupting(() -> other.set(build(said)))),
            Duration.ofDays(30),
            Duration.ofDays(150),
            clock);

    // when another instance packages everything while this one is about to store its package
    Result late = stood.build(request, List.of(said));

    // then
    assertThat(late).isEqualTo(other.get());
    assertThat(storage.list(ObjectStorage.packagesOf(request))).hasSize(1);
    assertThat(content()).containsKey("accounts-db/accounts.jsonl");
  }

  private Result build(CollectedParts said) {
    return packager.build(request, List.of(said));
  }

  /** Something happens when it is written into a package. */
  public static final class Interrupting {
    private final Runnable what;

    Interrupting(Runnable what) {
      this.what = what;
    }

    @com.fasterxml.jackson.annotation.JsonValue
    public String happen() {
      what.run();
      return "happened";
    }
  }

  @Test
  void shouldNotRefuseWhatAnotherInstanceHasPackagedAndDeleted() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] upload = archive(key, request, STORE, "accounts", "{\"id\":1}\n");
    CollectedParts said = upload(STORE, 3, upload, exported("accounts", 1, 1));
    Result first = packager.build(request, List.of(said));

    // then what it has packaged is told, whatever it is asked for now
    CollectedParts newer = said(STORE, 4, upload, exported("accounts", 1, 1));
    assertThat(packager.build(request, List.of(newer))).isEqualTo(first);
  }

  @Test
  void shouldSayThatAKeyIsLost() {
    assertThat(packager.build(request, List.of())).isEqualTo(new Result.KeyLost());
  }

  @Test
  void shouldRefuseAnEntryThatEndsEarlyAndOneThatIsTooLarge() throws Exception {
    // given a deflated entry whose stream ends before its time
    assertThat(packager.recipientKey(request)).isPresent();
    byte[] whole = zip(Map.of("accounts/1", new byte[40_000]));
    byte[] early = whole.clone();
    int directory = directoryOf(whole);
    // Says that the compressed data is three bytes long, which is in the middle of a block.
    ByteBuffer.wrap(early).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 20, 3);

    // then
    assertThat(refusedUpload(early)).isEqualTo(PartsRefusal.OTHER_CONTENT);
    assertThat(refusedUpload(zip(Map.of("accounts/1", new byte[65 * 1024 * 1024]))))
        .isEqualTo(PartsRefusal.OTHER_CONTENT);
  }

  /** Where the central directory's first entry begins (APPNOTE.TXT 4.3.12). */
  private static int directoryOf(byte[] zip) {
    int at = zip.length - 22;
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 16);
  }

  @Test
  void shouldStoreALargeFileInPieces() throws Exception {
    // given
    Path large = DIRECTORY.resolve("large-" + request);
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(260L * 1024 * 1024);
      file.seek(130L * 1024 * 1024);
      file.write(bytes("in the middle"));
    }
    String key = ObjectStorage.newPackageKey(request);

    // when
    storage.put(key, large);

    // then
    Path back = DIRECTORY.resolve("back-" + request);
    assertThat(storage.fetch(key, back)).isTrue();
    assertThat(Files.mismatch(large, back)).isEqualTo(-1);
    storage.deleteAll(key);
    Files.delete(large);
    Files.delete(back);
  }

  @Test
  void shouldDeleteThePartsAfterACrashBetweenPackageAndDeletion() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] upload = archive(key, request, STORE, "accounts", "{\"id\":1}\n");
    CollectedParts said = upload(STORE, 3, upload, exported("accounts", 1, 1));
    exports.built(request, List.of(), null, clock.instant().plus(Duration.ofDays(30)));
    assertThat(storage.list(ObjectStorage.partsOf(request))).hasSize(1);

    // when
    Result result = packager.build(request, List.of(said));

    // then
    assertThat(result).isEqualTo(new Result.Built(List.of()));
    assertThat(storage.list(ObjectStorage.partsOf(request))).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsMissingCutOffOrAlteredByAByte() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] good = archive(key, request, STORE, "accounts", "{\"id\":1}\n");
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    byte[] altered = good.clone();
    altered[good.length / 2] ^= 1;
    CollectionExport said = exported("accounts", 1, 1);

    // then
    assertThat(refused(said(STORE, 1, good, said))).isEqualTo(PartsRefusal.MISSING);
    put(STORE, 2, cut);
    assertThat(refused(said(STORE, 2, good, said))).isEqualTo(PartsRefusal.CUT_OFF);
    put(STORE, 3, altered);
    assertThat(refused(said(STORE, 3, good, said))).isEqualTo(PartsRefusal.ALTERED);

    // and, asked again, it takes what is right
    put(STORE, 4, good);
    assertThat(packager.build(request, List.of(said(STORE, 4, good, said))))
        .isInstanceOf(Result.Built.class);
  }

  @Test
  void shouldRefuseWhatWasSealedForAnotherRequestStoreCollectionOrPlace() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    String keyOfAnother = packager.recipientKey(UUID.randomUUID()).orElseThrow();
    String line = "{\"id\":1}\n";
    RecipientKey ours = RecipientKey.of(key);

    // then
    assertThat(refusedUpload(archive(keyOfAnother, request, STORE, "accounts", line)))
        .isEqualTo(PartsRefusal.NOT_FOR_THIS_REQUEST);
    assertThat(refusedUpload(archive(key, UUID.randomUUID(), STORE, "accounts", line)))
        .isEqualTo(PartsRefusal.NOT_FOR_THIS_REQUEST);
    assertThat(refusedUpload(archive(key, request, "other-db", "accounts", line)))
        .isEqualTo(PartsRefusal.NOT_FOR_THIS_REQUEST);
    assertThat(
            refusedUpload(
                zip(
                    Map.of(
                        "accounts/1",
                        ours.seal(new PartName(request, STORE, "settings", 1), bytes(line))))))
        .isEqualTo(PartsRefusal.NOT_FOR_THIS_REQUEST);
    assertThat(
            refusedUpload(
                zip(
                    Map.of(
                        "accounts/1",
                        ours.seal(new PartName(request, STORE, "accounts", 2), bytes(line))))))
        .isEqualTo(PartsRefusal.NOT_FOR_THIS_REQUEST);
  }

  @Test
  void shouldRefuseOtherPartsOrRecordsThanWereSaidAndWhatIsNoArchive() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] two = archive(key, request, STORE, "accounts", "{\"id\":1}\n", "{\"id\":2}\n");
    byte[] twoInOne = archive(key, request, STORE, "accounts", "{\"id\":1}\n{\"id\":2}\n");

    // then
    assertThat(refusedUpload(two)).isEqualTo(PartsRefusal.OTHER_CONTENT);
    assertThat(refusedUpload(twoInOne)).isEqualTo(PartsRefusal.OTHER_CONTENT);
    assertThat(refusedUpload(bytes("no archive"))).isEqualTo(PartsRefusal.OTHER_CONTENT);
  }

  @Test
  void shouldKeepWhatHoldsUntilEverythingDoes() throws Exception {
    // given one upload that is right and one that is not
    String key = packager.recipientKey(request).orElseThrow();
    byte[] good = archive(key, request, STORE, "accounts", "{\"id\":1}\n");
    CollectedParts right = upload(STORE, 2, good, exported("accounts", 1, 1));
    CollectedParts wrong = said("images", 2, good, exported("images", 1, 1));

    // when
    Result result = packager.build(request, List.of(right, wrong));

    // then
    assertThat(result)
        .isEqualTo(new Result.Refused(List.of(new Refusal("images", 2, PartsRefusal.MISSING))));
    assertThat(storage.list(ObjectStorage.partsOf(request))).hasSize(1);
    assertThat(storage.list(ObjectStorage.packagesOf(request))).isEmpty();
    assertThat(packages.open(request)).isEmpty();
  }

  @Test
  void shouldMakeNoPackageWhereNothingIsHeld_L15() {
    // given
    packager.recipientKey(request);

    // when
    Result result = packager.build(request, List.of(new CollectedParts(STORE, 2, List.of(), null)));

    // then
    assertThat(result).isEqualTo(new Result.Built(List.of(new StoreExport(STORE, List.of()))));
    assertThat(document().keySet()).doesNotContain("privateKey");
    assertThat(packages.open(request)).isEmpty();
  }

  @Test
  void shouldDeleteAPackageWhoseTimeIsOver() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] upload = archive(key, request, STORE, "accounts", "{\"id\":1}\n");
    packager.build(request, List.of(upload(STORE, 3, upload, exported("accounts", 1, 1))));
    Expiry expiry = new Expiry(exports, packager, Duration.ofDays(150), clock);

    // when
    clock.advance(Duration.ofDays(29));
    expiry.run();
    assertThat(packages.open(request)).isPresent();
    clock.advance(Duration.ofDays(2));
    expiry.run();

    // then
    assertThat(packages.open(request)).isEmpty();
    assertThat(storage.list(ObjectStorage.packagesOf(request))).isEmpty();
    assertThat(document().keySet()).doesNotContain("content");
    assertThat(packager.build(request, List.of())).isEqualTo(new Result.TooLate());
  }

  @Test
  void shouldDeleteWhatCouldNotBeDeletedAtFirst() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] upload = archive(key, request, STORE, "accounts", "{\"id\":1}\n");
    packager.build(request, List.of(upload(STORE, 3, upload, exported("accounts", 1, 1))));
    clock.advance(Duration.ofDays(31));

    // when the storage is away as the time is over
    try (ObjectStorage away = new ObjectStorage(nowhere(), clock)) {
      new Expiry(exports, packager(away), Duration.ofDays(150), clock).run();
    }
    assertThat(storage.list(ObjectStorage.packagesOf(request))).hasSize(1);
    new Expiry(exports, packager, Duration.ofDays(150), clock).run();

    // then
    assertThat(storage.list(ObjectStorage.packagesOf(request))).isEmpty();
    assertThat(document().keySet()).doesNotContain("expiresAt");
  }

  @Test
  void shouldGiveUpAnExportThatNeverCameToAnEnd() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    put(STORE, 2, archive(key, request, STORE, "accounts", "{\"id\":1}\n"));

    // when
    clock.advance(Duration.ofDays(151));
    new Expiry(exports, packager, Duration.ofDays(150), clock).run();

    // then
    assertThat(storage.list(ObjectStorage.partsOf(request))).isEmpty();
    assertThat(document().keySet()).doesNotContain("privateKey");
  }

  @Test
  void shouldDiscardEverythingOfARequestThatEnds() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    put(STORE, 2, archive(key, request, STORE, "accounts", "{\"id\":1}\n"));

    // when
    packager.discard(request);

    // then
    assertThat(storage.list(ObjectStorage.partsOf(request))).isEmpty();
    assertThat(document().keySet()).doesNotContain("privateKey");
    assertThat(packager.recipientKey(request)).isEmpty();
  }

  @Test
  void shouldSayThatTheStorageIsAwayAndLoseNothing() throws Exception {
    // given
    String key = packager.recipientKey(request).orElseThrow();
    byte[] upload = archive(key, request, STORE, "accounts", "{\"id\":1}\n");
    CollectedParts said = upload(STORE, 3, upload, exported("accounts", 1, 1));
    // when
    try (ObjectStorage away = new ObjectStorage(nowhere(), clock)) {
      Packager without = packager(away);
      assertThatThrownBy(() -> without.build(request, List.of(said)))
          .isInstanceOf(StorageUnavailable.class);
    }

    // then
    assertThat(packager.build(request, List.of(said))).isInstanceOf(Result.Built.class);
  }

  private static StorageSettings nowhere() {
    return new StorageSettings(
        URI.create("http://127.0.0.1:1"),
        EmbeddedS3.REGION,
        "exports",
        false,
        "client",
        "secret",
        true,
        Duration.ofHours(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5));
  }

  private PartsRefusal refusedUpload(byte[] archive) throws Exception {
    put(STORE, 9, archive);
    return refused(said(STORE, 9, archive, exported("accounts", 1, 1)));
  }

  private PartsRefusal refused(CollectedParts said) {
    Result result = packager.build(request, List.of(said));
    assertThat(result).isInstanceOf(Result.Refused.class);
    return ((Result.Refused) result).refusals().getFirst().reason();
  }

  private static CollectionExport exported(String collection, long records, int parts) {
    return new CollectionExport(collection, records, records, parts);
  }

  private CollectedParts upload(String store, int step, byte[] archive, CollectionExport said)
      throws Exception {
    put(store, step, archive);
    return said(store, step, archive, said);
  }

  private static CollectedParts said(String store, int step, byte[] archive, CollectionExport what)
      throws Exception {
    return new CollectedParts(
        store, step, List.of(what), new UploadedObject((long) archive.length, sha256(archive)));
  }

  /** As a participant does: with nothing but the address. */
  private void put(String store, int step, byte[] archive) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(storage.of(this.request, store, step).url())
              .PUT(HttpRequest.BodyPublishers.ofByteArray(archive))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  private static byte[] archive(
      String key, UUID request, String store, String collection, String... parts)
      throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i++) {
      PartName name = new PartName(request, store, collection, i + 1);
      entries.put(name.entry(), RecipientKey.of(key).seal(name, bytes(parts[i])));
    }
    return zip(entries);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private Map<String, String> content() throws IOException {
    Map<String, String> content = new LinkedHashMap<>();
    Packages.OpenPackage open = packages.open(request).orElseThrow();
    byte[] archive = open.content().readAllBytes();
    open.content().close();
    assertThat(archive).hasSize(Math.toIntExact(open.bytes()));
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        content.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    }
    return content;
  }

  private Document document() {
    @Nullable Document found =
        Mono.from(
                MONGO_CLIENT
                    .getDatabase("export-builder")
                    .getCollection("exports")
                    .find(new Document("_id", request.toString()))
                    .first())
            .block(PATIENCE);
    return java.util.Objects.requireNonNull(found);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Digests.sha256().digest(bytes));
  }
}
