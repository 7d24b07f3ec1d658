package io.habeas.storeagent.s3;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How one dataset's bucket is reached, in anything that speaks S3.
 *
 * @param endpoint where it is; null for AWS itself in {@code region}
 * @param region as signatures name it
 * @param bucket the bucket with the objects
 * @param accessKey of who erases: lists the bucket with its versions and unfinished uploads, reads
 *     tags if the map has some, deletes objects and versions, aborts uploads, and reads, writes and
 *     deletes below {@code .habeas/} in the journal's bucket; null for the credentials that the
 *     environment gives (AWS' default chain)
 * @param secretKey belongs to {@code accessKey}
 * @param readOnlyAccessKey of who locates, reads out and verifies: lists all that too, and reads
 *     objects, versions and tags; null for the same one
 * @param readOnlySecretKey belongs to {@code readOnlyAccessKey}
 * @param pathStyle whether the bucket is named in the path, as most that are not AWS want it
 * @param connectTimeout how long to wait for a connection
 * @param timeout how long one call may take, with its repeats
 * @param journalBucket where the agent notes what it is doing, below {@code .habeas/}; null for the
 *     same bucket
 */
public record BucketConnection(
    @Nullable URI endpoint,
    @NotBlank @DefaultValue("us-east-1") String region,
    @NotBlank String bucket,
    @Nullable String accessKey,
    @Nullable String secretKey,
    @Nullable String readOnlyAccessKey,
    @Nullable String readOnlySecretKey,
    @DefaultValue("true") boolean pathStyle,
    @NotNull @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DefaultValue("60s") Duration timeout,
    @Nullable String journalBucket) {

  /** The bucket that the agent's own objects are in. */
  public String bucketOfJournal() {
    return journalBucket == null ? bucket : journalBucket;
  }

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "BucketConnection[" + endpoint + ", " + bucket + "]";
  }
}
