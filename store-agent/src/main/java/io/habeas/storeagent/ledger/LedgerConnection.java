package io.habeas.storeagent.ledger;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the ledger of an agent is reached. Several agents may share a database: each keeps to what is
 * named after its own dataset.
 *
 * @param uri connection string of a user that reads and writes the collections named {@code
 *     habeas_ledger_...} and may create indexes on them
 * @param database the database they are in
 * @param keyset path of a file, or {@code env:NAME} of an environment variable, with the Tink AEAD
 *     keyset in JSON that seals what people wrote or uploaded; null where the connector keeps no
 *     such thing
 * @param poolSize connections
 * @param connectTimeout how long to wait for a server and a connection
 * @param operationTimeout how long one operation may take
 * @param abandonedAfter after how long without a change an order, or a task for a person, is
 *     dropped that no step of its request has dropped; longer than any request may take
 */
public record LedgerConnection(
    @NotBlank @Pattern(regexp = "mongodb(\\+srv)?://.*") String uri,
    @NotBlank String database,
    @Nullable String keyset,
    @Positive @DefaultValue("4") int poolSize,
    @NotNull @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DefaultValue("30s") Duration operationTimeout,
    @NotNull @DefaultValue("180d") Duration abandonedAfter) {

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "LedgerConnection[" + database + "]";
  }
}
