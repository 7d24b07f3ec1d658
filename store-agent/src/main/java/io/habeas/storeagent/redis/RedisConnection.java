package io.habeas.storeagent.redis;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How one dataset's Redis database is reached.
 *
 * @param uri {@code redis://user:password@host:port/database}, {@code rediss://} for TLS, of the
 *     user that erases: it reads and writes the mapped keys and those that begin with {@code
 *     habeas:}, and may run scripts
 * @param readOnlyUri the same of the user that locates, reads out and verifies, who reads all those
 *     keys and may ask for {@code INFO}; null for the same one
 * @param poolSize connections per user
 * @param connectTimeout how long to wait for a connection
 * @param timeout how long one call may take
 * @param page how many keys, members or elements are read or changed at a time
 */
public record RedisConnection(
    @NotBlank @Pattern(regexp = "rediss?://.*:[0-9]+(/[0-9]*)?") String uri,
    @Nullable @Pattern(regexp = "rediss?://.*:[0-9]+(/[0-9]*)?") String readOnlyUri,
    @Positive @DefaultValue("4") int poolSize,
    @NotNull @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DefaultValue("30s") Duration timeout,
    @Positive @DefaultValue("500") int page) {

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "RedisConnection[" + uri.substring(uri.lastIndexOf('@') + 1) + "]";
  }
}
