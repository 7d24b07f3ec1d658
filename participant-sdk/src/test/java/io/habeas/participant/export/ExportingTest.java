package io.habeas.participant.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Located;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.CollectionExport;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.schemas.part.PartName;
import io.habeas.schemas.part.RecipientKey;
import io.habeas.schemas.part.RequestKeyPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportingTest {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final Task TASK = new Task(REQUEST, 2, Identifiers.NONE);
  private static final String PARTICIPANT = "accounts-db";

  private final RequestKeyPair pair = RequestKeyPair.generate();
  private final List<byte[]> uploads = new CopyOnWriteArrayList<>();
  private int status = 200;
  private HttpServer storage;

  @BeforeEach
  void storage() throws IOException {
    storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    storage.createContext(
        "/",
        exchange -> {
          uploads.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    storage.start();
  }

  @AfterEach
  void stop() {
    storage.stop(0);
  }

  @Test
  void shouldUploadWhatIsHeldSealedForTheRequest() throws Exception {
    // given
    Holding holder =
        records -> {
          records.add("accounts", "{\"id\":1}");
          records.add("settings", "{\"name\":\"theme\"}");
          records.add("accounts", "{\"id\":2}");
        };

    // when
    Outcome outcome = exporting(holder).export(TASK, target(Instant.MAX));

    // then
    assertThat(opened(uploads.getFirst()))
        .isEqualTo(
            Map.of(
                "accounts/1", "{\"id\":1}\n{\"id\":2}\n", "settings/1", "{\"name\":\"theme\"}\n"));
    assertThat(outcome)
        .isEqualTo(
            new Outcome.RecordsExported(
                List.of(
                    new CollectionExport("accounts", 2, 2, 1),
                    new CollectionExport("settings", 1, 1, 1)),
                new Outcome.Upload(uploads.getFirst().length, sha256(uploads.getFirst()))));
    assertThat(new String(uploads.getFirst(), UTF_8)).doesNotContain("theme");
  }

  @Test
  void shouldDivideALargeCollectionIntoPartsInOrder() throws Exception {
    // given
    String text = "x".repeat(10_000);
    Holding holder =
        records -> {
          for (int i = 0; i < 300; i++) {
            records.add("events", "{\"n\":%d,\"text\":\"%s\"}".formatted(i, text));
          }
        };

    // when
    Outcome outcome = exporting(holder).export(TASK, target(Instant.MAX));

    // then
    Map<String, String> parts = opened(uploads.getFirst());
    assertThat(parts.keySet()).containsExactly("events/1", "events/2", "events/3");
    assertThat(String.join("", parts.values()).lines())
        .hasSize(300)
        .first()
        .asString()
        .startsWith("{\"n\":0,");
    assertThat(((Outcome.RecordsExported) outcome).collections())
        .containsExactly(new CollectionExport("events", 300, 300, 3));
  }

  @Test
  void shouldCountALargeRecordOnceHoweverManyLinesItGoesOnOver() throws Exception {
    // when
    Outcome outcome =
        exporting(
                records -> {
                  records.add("images", "{\"object\":\"a\",\"piece\":1}");
                  records.addMore("images", "{\"object\":\"a\",\"piece\":2}");
                })
            .export(TASK, target(Instant.MAX));

    // then
    assertThat(((Outcome.RecordsExported) outcome).collections())
        .containsExactly(new CollectionExport("images", 1, 2, 1));
  }

  @Test
  void shouldUploadNothingWhereNothingIsHeld() throws Exception {
    assertThat(exporting(records -> {}).export(TASK, target(Instant.MAX)))
        .isEqualTo(new Outcome.RecordsExported(List.of(), null));
    assertThat(uploads).isEmpty();
  }

  @Test
  void shouldWaitWhileTheStorageRefusesOrTheAddressHasExpired() {
    // given
    status = 403;
    Exporting exporting = exporting(records -> records.add("accounts", "{}"));

    // then
    assertThatThrownBy(() -> exporting.export(TASK, target(Instant.MAX)))
        .isInstanceOfSatisfying(
            Deferred.class,
            deferred -> assertThat(deferred.reason()).isEqualTo(WaitReason.STORAGE_UNAVAILABLE));
    assertThatThrownBy(() -> exporting.export(TASK, target(Instant.EPOCH)))
        .isInstanceOf(Deferred.class);
    assertThat(uploads).hasSize(1);
  }

  @Test
  void shouldWaitWhileTheStorageIsDown() {
    // given
    Exporting exporting = exporting(records -> records.add("accounts", "{}"));
    UploadTarget target = target(Instant.MAX);
    storage.stop(0);

    // then
    assertThatThrownBy(() -> exporting.export(TASK, target)).isInstanceOf(Deferred.class);
  }

  @Test
  void shouldLeaveNoFileBehindWhateverHappens() throws Exception {
    // given
    List<Path> before = temporaryFiles();
    Holding defective =
        records -> {
          records.add("accounts", "{}");
          throw new IllegalStateException("Expected to read but could not");
        };

    // when
    exporting(records -> records.add("accounts", "{}")).export(TASK, target(Instant.MAX));
    assertThatThrownBy(() -> exporting(defective).export(TASK, target(Instant.MAX)))
        .isInstanceOf(IllegalStateException.class);

    // then
    assertThat(temporaryFiles()).isEqualTo(before);
  }

  @Test
  void shouldRefuseARecordThatIsNotOneLine() {
    assertThatThrownBy(
            () ->
                exporting(records -> records.add("accounts", "{\n}"))
                    .export(TASK, target(Instant.MAX)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a record on one line but it has several");
  }

  private Exporting exporting(Holding holder) {
    return new Exporting(PARTICIPANT, holder, Duration.ofSeconds(10), Clock.systemUTC());
  }

  private UploadTarget target(Instant until) {
    return new UploadTarget(
        RecipientKey.of(pair.recipientKey()),
        URI.create("http://127.0.0.1:%d/parts".formatted(storage.getAddress().getPort())),
        until);
  }

  private Map<String, String> opened(byte[] archive) throws IOException, GeneralSecurityException {
    Map<String, String> parts = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String[] place = entry.getName().split("/", -1);
        PartName name = new PartName(REQUEST, PARTICIPANT, place[0], Integer.parseInt(place[1]));
        parts.put(entry.getName(), new String(pair.open(name, zip.readAllBytes()), UTF_8));
      }
    }
    return parts;
  }

  private static String sha256(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("habeas-export-"))
          .sorted()
          .toList();
    }
  }

  /** A holder that is only asked to read out. */
  private interface Holding extends DataHolder {
    void readOut(RecordSink records);

    @Override
    default void export(Task task, RecordSink records) {
      readOut(records);
    }

    @Override
    default Located locate(Task task) {
      throw new UnsupportedOperationException("Expected an export but was asked to locate");
    }

    @Override
    default Counts restrict(Task task) {
      throw new UnsupportedOperationException("Expected an export but was asked to restrict");
    }

    @Override
    default Counts lift(Task task) {
      throw new UnsupportedOperationException("Expected an export but was asked to lift");
    }

    @Override
    default Erased erase(Task task, ErasureGround ground) {
      throw new UnsupportedOperationException("Expected an export but was asked to erase");
    }

    @Override
    default Counts verify(Task task) {
      throw new UnsupportedOperationException("Expected an export but was asked to verify");
    }
  }
}
