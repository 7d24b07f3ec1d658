package io.habeas.standalone.sample;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Looks at the bucket of images. */
final class ImagesWatch implements StoreWatch {
  /** The column with the MD5 of an image, in hexadecimal. */
  static final String MD5 = "md5";

  /** What this store calls itself. */
  static final String IMAGES = "generated_images";

  private final ImageBucket bucket;

  ImagesWatch(ImageBucket bucket) {
    this.bucket = bucket;
  }

  @Override
  public List<TableContent> everything() {
    TreeMap<String, Map<String, String>> rows = new TreeMap<>();
    for (S3Object image : bucket.list()) {
      rows.put(
          image.key(),
          Map.of(
              "account_id",
              ImageBucket.account(image.key()),
              // Of an object that was not uploaded in several parts (S3 API reference, Object).
              MD5,
              image.eTag().replace("\"", "")));
    }
    return List.of(new TableContent(IMAGES, rows));
  }
}
