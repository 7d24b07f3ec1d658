package io.habeas.storeagent.s3;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.Tag;

/** Gives a storage one tag, {@code account}, for each object: s3proxy has none. */
final class Tagging extends DelegatingS3Client {
  private final Map<String, String> accounts;
  private final Runnable onceNoted;

  /**
   * @param accounts by key
   * @param onceNoted happens when a set was noted and nothing has changed yet
   */
  Tagging(S3Client client, Map<String, String> accounts, Runnable onceNoted) {
    super(client);
    this.accounts = accounts;
    this.onceNoted = onceNoted;
  }

  static Map<String, String> none() {
    return new ConcurrentHashMap<>();
  }

  @Override
  @SuppressWarnings("unchecked")
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    if (request instanceof GetObjectTaggingRequest get) {
      var tags = GetObjectTaggingResponse.builder();
      String account = accounts.get(get.key());
      tags.tagSet(
          account == null
              ? java.util.List.of()
              : java.util.List.of(
                  Tag.builder().key("other").value("x").build(),
                  Tag.builder().key("account").value(account).build()));
      return (R) tags.build();
    }
    if (!(request instanceof PutObjectRequest put) || !put.key().endsWith("/chosen")) {
      return operation.apply(request);
    }
    try {
      return operation.apply(request);
    } finally {
      // Also after a refusal: whose first answer is lost asks again, and hears that it is there.
      onceNoted.run();
    }
  }
}
