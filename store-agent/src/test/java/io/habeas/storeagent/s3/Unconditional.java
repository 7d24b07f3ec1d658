package io.habeas.storeagent.s3;

import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/** A storage that passes over If-None-Match, as some do. */
final class Unconditional extends DelegatingS3Client {
  Unconditional(S3Client client) {
    super(client);
  }

  @Override
  @SuppressWarnings("unchecked")
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    return operation.apply(
        request instanceof PutObjectRequest put
            ? (T) put.toBuilder().ifNoneMatch(null).build()
            : request);
  }
}
