package io.habeas.storeagent.s3;

import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Request;

/** A storage that lists few at once. */
final class SmallPages extends DelegatingS3Client {
  private final int length;

  SmallPages(S3Client client, int length) {
    super(client);
    this.length = length;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    return operation.apply(
        switch (request) {
          case ListObjectVersionsRequest list -> (T) list.toBuilder().maxKeys(length).build();
          case ListObjectsV2Request list -> (T) list.toBuilder().maxKeys(length).build();
          default -> request;
        });
  }
}
