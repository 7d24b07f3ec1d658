package io.habeas.storeagent;

import io.habeas.storeagent.ledger.LedgerConnection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of a store agent. Which participant it is, and how it gets at the vault, is said under
 * {@code habeas.participant}.
 *
 * @param map the data map, a fideslang file
 * @param dataset the {@code fides_key} of the dataset whose store this agent serves; null if the
 *     map has one only
 * @param connections how the store of each dataset is reached, by the dataset's {@code fides_key}
 * @param hashKey path of a file, or {@code env:NAME} of an environment variable, with at least 32
 *     random bytes in Base64; null where the map has no keyed hash
 * @param ledger where an agent remembers whose connector has no store to remember in; null where it
 *     has one
 * @param zone in which the controller's days begin, and with them end duties to keep records; null
 *     for that of {@code habeas.controller} where that is given, else UTC
 */
@Validated
@ConfigurationProperties("habeas.store-agent")
public record StoreAgentSettings(
    @NotNull Path map,
    @Nullable String dataset,
    @NotEmpty Map<String, @Valid StoreConnection> connections,
    @Nullable String hashKey,
    @Valid @Nullable LedgerConnection ledger,
    @Nullable ZoneId zone) {

  public StoreAgentSettings {
    connections = Map.copyOf(connections);
  }
}
