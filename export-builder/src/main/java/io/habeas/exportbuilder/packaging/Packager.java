package io.habeas.exportbuilder.packaging;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig2026;
import io.habeas.exportbuilder.packaging.KeptExport.Content;
import io.habeas.exportbuilder.packaging.KeptExport.Stage;
import io.habeas.exportbuilder.packaging.Manifest.Store;
import io.habeas.exportbuilder.storage.ObjectStorage;
import io.habeas.schemas.avro.CollectedParts;
import io.habeas.schemas.avro.PartsRefusal;
import io.habeas.schemas.avro.StoreExport;
import io.habeas.schemas.avro.UploadedObject;
import io.habeas.schemas.part.RequestKeyPair;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a key for each export, a package of what was uploaded for it, and in the end nothing: the
 * private key goes in the very change that records the package, the parts right after. Every method
 * blocks, may be called again, and goes on where it was interrupted.
 */
final class Packager {
  private static final Logger log = LoggerFactory.getLogger(Packager.class);
  private static final String PRIVATE_KEY = "private-key";
  private static final String PACKAGE_KEY = "package-key";

  private final KeptExports exports;
  private final ObjectStorage storage;
  private final Sealing sealing;
  private final Contents contents;
  private final Duration retention;
  private final Duration longestLife;
  private final Clock clock;

  /**
   * What goes into every package beside the copy.
   *
   * @param controller its name
   * @param information what Art. 15(1) and (2) GDPR want told, by section
   */
  record Contents(String controller, Object information) {}

  /**
   * @param retention how long a package is kept
   * @param longestLife after which an export that never came to an end is given up, key and all
   */
  Packager(
      KeptExports exports,
      ObjectStorage storage,
      Sealing sealing,
      Contents contents,
      Duration retention,
      Duration longestLife,
      Clock clock) {
    this.exports = exports;
    this.storage = storage;
    this.sealing = sealing;
    this.contents = contents;
    this.retention = retention;
    this.longestLife = longestLife;
    this.clock = clock;
  }

  /** What became of an attempt to package. */
  sealed interface Result {
    /**
     * @param stores what is in the package, the same however often it is asked for
     */
    record Built(List<StoreExport> stores) implements Result {
      public Built {
        stores = List.copyOf(stores);
      }
    }

    /** Some uploads were refused; nothing is packaged. */
    record Refused(List<Refusal> refusals) implements Result {
      public Refused {
        refusals = List.copyOf(refusals);
      }
    }

    /** There is no key any more with which parts could be opened. */
    record KeyLost() implements Result {}

    /** The export is over. */
    record TooLate() implements Result {}
  }

  /** What one participant uploaded in answer to one step is refused. */
  record Refusal(String participant, int step, PartsRefusal reason) {}

  /**
   * The request's public key, made when it is first asked for; empty if the export is over or
   * packaged already.
   */
  Optional<String> recipientKey(UUID requestId) {
    RequestKeyPair fresh = RequestKeyPair.generate();
    exports.begin(
        requestId,
        fresh.recipientKey(),
        sealing.seal(PRIVATE_KEY, requestId, fresh.keyset(), HybridConfig2026.get()),
        clock.instant().plus(longestLife));
    return exports
        .find(requestId)
        .filter(kept -> kept.stage() instanceof Stage.Collecting)
        .map(KeptExport::recipientKey);
  }

  /**
   * Packages what was uploaded, then deletes the private key and the parts. Whoever is first to
   * record a package wins, also over one that stood still for long: each stores what it makes at a
   * place of its own.
   */
  Result build(UUID requestId, List<CollectedParts> uploads) {
    Optional<KeptExport> kept = exports.find(requestId);
    if (kept.isEmpty() || !(kept.get().stage() instanceof Stage.Collecting collecting)) {
      return concluded(requestId, kept).orElseGet(Result.TooLate::new);
    }
    List<Refusal> refused = new ArrayList<>();
    Optional<Content> content = write(requestId, uploads, open(requestId, collecting), refused);
    if (!refused.isEmpty()) {
      // What is missing may have been packaged meanwhile, and deleted for that reason.
      return concluded(requestId, exports.find(requestId))
          .orElseGet(() -> new Result.Refused(refused));
    }
    List<StoreExport> stores =
        uploads.stream()
            .map(upload -> new StoreExport(upload.getParticipant(), upload.getCollections()))
            .toList();
    boolean first =
        exports.built(requestId, stores, content.orElse(null), clock.instant().plus(retention));
    if (!first) {
      content.ifPresent(unwanted -> storage.deleteAll(unwanted.object()));
    }
    return concluded(requestId, exports.find(requestId)).orElseGet(Result.TooLate::new);
  }

  /** Deletes everything that is kept of an export. */
  void discard(UUID requestId) {
    exports.over(requestId, clock.instant());
    storage.deleteAll(ObjectStorage.partsOf(requestId));
    storage.deleteAll(ObjectStorage.packagesOf(requestId));
    exports.gone(requestId);
  }

  /** What the export came to; empty while it still collects. */
  private Optional<Result> concluded(UUID requestId, Optional<KeptExport> kept) {
    if (kept.isEmpty()) {
      log.warn("Expected to have made a key for request {} but it is lost", requestId);
      return Optional.of(new Result.KeyLost());
    }
    return switch (kept.get().stage()) {
      case Stage.Collecting collecting -> Optional.empty();
      case Stage.Built built -> Optional.of(dispose(requestId, built));
      case Stage.Over over -> Optional.of(new Result.TooLate());
    };
  }

  /** The key's deletion is part of what was just read; the parts' is looked for. */
  private Result dispose(UUID requestId, Stage.Built built) {
    storage.deleteAll(ObjectStorage.partsOf(requestId));
    if (!built.disposed()) {
      exports.disposed(requestId);
    }
    return new Result.Built(built.stores());
  }

  private Optional<Content> write(
      UUID requestId, List<CollectedParts> uploads, RequestKeyPair key, List<Refusal> refused) {
    if (uploads.stream().allMatch(upload -> upload.getUpload() == null)) {
      return Optional.empty();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try (PackageFile file = new PackageFile(requestId)) {
      List<Store> stores = new ArrayList<>();
      for (CollectedParts upload : uploads) {
        add(requestId, upload, key, file, refused).ifPresent(stores::add);
      }
      if (!refused.isEmpty()) {
        return Optional.empty();
      }
      file.add("information.json", contents.information());
      file.add(
          "manifest.json",
          new Manifest(requestId, contents.controller(), now, stores, Manifest.MARKS));
      PackageFile.Finished finished = file.finish();
      String object = ObjectStorage.newPackageKey(requestId);
      storage.put(object, finished.file());
      return Optional.of(
          new Content(
              object,
              sealing.seal(PACKAGE_KEY, requestId, finished.key(), StreamingAeadConfig2026.get()),
              finished.bytes(),
              finished.sha256(),
              now.plus(retention)));
    }
  }

  private Optional<Store> add(
      UUID requestId,
      CollectedParts upload,
      RequestKeyPair key,
      PackageFile file,
      List<Refusal> refused) {
    String participant = upload.getParticipant();
    UploadedObject object = upload.getUpload();
    if (object == null) {
      return Optional.of(new Store(participant, List.of()));
    }
    try (UploadedParts parts = UploadedParts.fetch(storage, requestId, upload, object, key)) {
      return Optional.of(file.add(participant, upload.getCollections(), parts));
    } catch (PartsRejected e) {
      log.warn(
          "Expected step {} of {} to be what it said but it is refused: {}",
          upload.getStep(),
          participant,
          e.reason());
      refused.add(new Refusal(participant, upload.getStep(), e.reason()));
      return Optional.empty();
    }
  }

  private RequestKeyPair open(UUID requestId, Stage.Collecting collecting) {
    try {
      return RequestKeyPair.of(
          sealing.open(PRIVATE_KEY, requestId, collecting.privateKey(), HybridConfig2026.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a request's key pair but it is none", e);
    }
  }

  /** The key of a package that is ready; empty where there is none. */
  Optional<ReadyPackage> ready(UUID requestId) {
    return exports
        .find(requestId)
        .map(KeptExport::stage)
        .flatMap(stage -> stage instanceof Stage.Built built ? content(built) : Optional.empty())
        .filter(content -> content.expiresAt().isAfter(clock.instant()))
        .map(
            content ->
                new ReadyPackage(
                    content.object(),
                    content.bytes(),
                    sealing.open(
                        PACKAGE_KEY, requestId, content.key(), StreamingAeadConfig2026.get())));
  }

  private static Optional<Content> content(Stage.Built built) {
    return Optional.ofNullable(built.content());
  }

  /** What is needed to read a package. */
  record ReadyPackage(String object, long bytes, KeysetHandle key) {}
}
