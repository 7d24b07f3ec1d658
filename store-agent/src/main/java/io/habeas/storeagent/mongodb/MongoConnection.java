package io.habeas.storeagent.mongodb;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How one dataset's MongoDB database is reached.
 *
 * @param uri connection string of the user that erases; it reads and writes the mapped collections
 *     and those named {@code habeas_...}, and may create indexes on the latter
 * @param database the database with the mapped collections
 * @param readOnlyUri connection string of the user that locates, reads out and verifies; null for
 *     the same one
 * @param poolSize connections per user
 * @param connectTimeout how long to wait for a server and a connection
 * @param operationTimeout how long one operation may take
 * @param chunk how many documents are read, noted or changed at a time
 */
public record MongoConnection(
    @NotBlank @Pattern(regexp = "mongodb(\\+srv)?://.*") String uri,
    @NotBlank String database,
    @Nullable @Pattern(regexp = "mongodb(\\+srv)?://.*") String readOnlyUri,
    @Positive @DefaultValue("4") int poolSize,
    @NotNull @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DefaultValue("30s") Duration operationTimeout,
    @Positive @DefaultValue("500") int chunk) {

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "MongoConnection[" + database + "]";
  }
}
