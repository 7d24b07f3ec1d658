package io.habeas.storeagent.search;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How one dataset's cluster of OpenSearch or Elasticsearch is reached.
 *
 * @param uri where it answers, {@code http} or {@code https}; the address of one node or of what
 *     stands before several
 * @param username of who erases: reads, writes and refreshes the mapped indices and sees their
 *     settings and mappings, and does everything with indices named {@code ownPrefix...}; null for
 *     an API key, or for a cluster that asks nobody
 * @param password belongs to {@code username}
 * @param apiKey instead of a user, as it stands in the header, encoded; null for none
 * @param readOnlyUsername of who locates, reads out and verifies: reads the mapped indices and
 *     those named {@code ownPrefix...}; null for the same one
 * @param readOnlyPassword belongs to {@code readOnlyUsername}
 * @param readOnlyApiKey the same with an API key; null for none
 * @param caFile certificates, in PEM, of those who vouch for the cluster; null for those that the
 *     JDK trusts
 * @param ownPrefix how names of the agent's own indices begin; null for {@code habeas-} and the
 *     dataset's key. No two agents may share one
 * @param connectTimeout how long to wait for a connection
 * @param timeout how long one call may take
 * @param chunk how many documents are looked at or changed at a time
 * @param pause how long to rest after each chunk that was changed, for clusters that others use
 */
public record SearchConnection(
    @NotNull URI uri,
    @Nullable String username,
    @Nullable String password,
    @Nullable String apiKey,
    @Nullable String readOnlyUsername,
    @Nullable String readOnlyPassword,
    @Nullable String readOnlyApiKey,
    @Nullable Path caFile,
    @Nullable @Pattern(regexp = "[a-z0-9][a-z0-9._-]{0,99}") String ownPrefix,
    @NotNull @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DefaultValue("60s") Duration timeout,
    @Positive @DefaultValue("500") int chunk,
    @NotNull @DefaultValue("0s") Duration pause) {

  /** How names of the agent's own indices begin for {@code dataset}. */
  String ownPrefix(String dataset) {
    return ownPrefix != null
        ? ownPrefix
        : "habeas-"
            + dataset.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9._-]", "-")
            + "-";
  }

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "SearchConnection[" + uri.getHost() + "]";
  }
}
