package io.habeas.storeagent.processor.rest;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a processor is reached whose interface is described by a definition.
 *
 * @param definition the name of a shipped definition ({@code segment}, {@code stripe}, {@code
 *     intercom}, {@code amplitude}), or the path of a file with one
 * @param baseUrl where the processor is; null for where the definition says
 * @param secrets the secrets that the definition names
 * @param settings what the definition lets one set
 * @param allowedHosts hosts that may be private and spoken to without TLS
 * @param connectTimeout how long to wait for a connection
 * @param timeout how long one call may take, its whole answer included
 * @param downloadTimeout the same for a file
 * @param patience how long one call may wait for its turn where the processor wants fewer
 * @param largestAnswer the longest answer that is read
 * @param callsPerSecond how many calls this agent makes; null for what the definition says
 */
public record RestConnection(
    @NotBlank String definition,
    @Nullable URI baseUrl,
    @NotNull @DefaultValue Map<String, String> secrets,
    @NotNull @DefaultValue Map<String, String> settings,
    @NotNull @DefaultValue Set<String> allowedHosts,
    @NotNull @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DefaultValue("30s") Duration timeout,
    @NotNull @DefaultValue("10m") Duration downloadTimeout,
    @NotNull @DefaultValue("20s") Duration patience,
    @NotNull @DefaultValue("8MB") DataSize largestAnswer,
    @Positive @Nullable Integer callsPerSecond) {

  public RestConnection {
    secrets = Map.copyOf(secrets);
    settings = Map.copyOf(settings);
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /** Leaves the secrets out. */
  @Override
  public String toString() {
    return "RestConnection[" + definition + "]";
  }
}
