package io.habeas.standalone.sample;

import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The bucket with the images that the assistant drew, each under its account's prefix. */
public final class ImageBucket implements AutoCloseable {

  /** Its name. */
  public static final String NAME = "anypromt-images";

  private static final String PREFIX = "images/";

  private final S3Client client;

  ImageBucket(URI endpoint, String accessKey, String secretKey) {
    this.client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
            .build();
  }

  /** Makes it if it is not there. */
  void create() {
    try {
      client.createBucket(request -> request.bucket(NAME));
    } catch (BucketAlreadyExistsException | BucketAlreadyOwnedByYouException there) {
      // What is in it stays.
      return;
    }
  }

  /**
   * Stores an image.
   *
   * @param account whose
   * @param prompt what it was drawn of
   */
  public void put(long account, String name, String prompt, byte[] image) {
    client.putObject(
        put ->
            put.bucket(NAME)
                .key(PREFIX + account + "/" + name)
                .contentType("image/png")
                .metadata(Map.of("prompt", prompt)),
        RequestBody.fromBytes(image));
  }

  /** All images. */
  List<S3Object> list() {
    return client
        .listObjectsV2Paginator(list -> list.bucket(NAME).prefix(PREFIX))
        .contents()
        .stream()
        .toList();
  }

  /** Whose the object of this key is. */
  static String account(String key) {
    String[] path = key.split("/", -1);
    return path.length > 1 ? path[1] : "";
  }

  @Override
  public void close() {
    client.close();
  }
}
