package io.habeas.exportbuilder.storage;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The object storage, anything that speaks S3.
 *
 * @param endpoint where it is; null for AWS itself in {@code region}
 * @param region as signatures name it
 * @param bucket used for nothing else
 * @param createBucket whether to create the bucket if it is not there
 * @param accessKey null for the credentials that the environment gives (AWS' default chain)
 * @param secretKey belongs to {@code accessKey}
 * @param pathStyle whether the bucket is named in the path, as most that are not AWS want it
 * @param uploadValidity how long a participant may use the address that came with a task
 * @param timeout how long one call may take that carries no content, and how long content may stand
 *     still
 * @param longestTransfer how long content may be on its way altogether
 */
public record StorageSettings(
    @Nullable URI endpoint,
    @NotBlank @DefaultValue("us-east-1") String region,
    @NotBlank String bucket,
    @DefaultValue("false") boolean createBucket,
    @Nullable String accessKey,
    @Nullable String secretKey,
    @DefaultValue("true") boolean pathStyle,
    @NotNull @DefaultValue("12h") Duration uploadValidity,
    @NotNull @DefaultValue("2m") Duration timeout,
    @NotNull @DefaultValue("3h") Duration longestTransfer) {

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "StorageSettings[" + endpoint + ", " + bucket + "]";
  }
}
