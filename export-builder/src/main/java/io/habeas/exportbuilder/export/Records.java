package io.habeas.exportbuilder.export;

import io.habeas.exportbuilder.export.Copy.Exported;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.UploadedObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies as records, and back; the same in messages and in stored state. */
final class Records {
  private Records() {}

  static List<CollectionExport> collections(Copy copy) {
    return copy.collections().stream()
        .map(
            each ->
                new CollectionExport(each.collection(), each.records(), each.lines(), each.parts()))
        .toList();
  }

  static @Nullable UploadedObject upload(Copy copy) {
    Copy.Upload upload = copy.upload();
    return upload == null ? null : new UploadedObject(upload.bytes(), upload.sha256());
  }

  static List<Exported> exported(List<CollectionExport> collections) {
    return collections.stream()
        .map(
            each ->
                new Exported(
                    each.getCollection(), each.getRecords(), each.getLines(), each.getParts()))
        .toList();
  }

  static Copy copy(int step, List<CollectionExport> collections, @Nullable UploadedObject upload) {
    return new Copy(
        step,
        exported(collections),
        upload == null ? null : new Copy.Upload(upload.getBytes(), upload.getSha256()));
  }
}
