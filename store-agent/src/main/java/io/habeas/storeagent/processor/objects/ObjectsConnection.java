package io.habeas.storeagent.processor.objects;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a processor's objects are reached. The agent needs a ledger and a hash key too.
 *
 * @param definition {@code openai}, {@code anthropic}, or the path of a definition of another
 *     processor's
 * @param secret path of a file, or {@code env:NAME} of an environment variable, with the API key
 * @param baseUrl where the API is; null for where the definition says
 * @param headers sent with each call besides the definition's: which organisation or project, say
 * @param allowedHosts hosts that may be in a private network, or be spoken to without TLS
 * @param connectTimeout how long to wait for a connection
 * @param callTimeout how long one call may take
 * @param downloadTimeout how long the content of one object may take
 * @param workFor how long to work on one task before it is put off; what was done counts
 * @param largestAnswer how large one answer may be, but for contents
 */
public record ObjectsConnection(
    @NotBlank String definition,
    @NotBlank String secret,
    @Nullable URI baseUrl,
    @NotNull @DefaultValue Map<String, String> headers,
    @NotNull @DefaultValue Set<String> allowedHosts,
    @NotNull @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DefaultValue("30s") Duration callTimeout,
    @NotNull @DefaultValue("10m") Duration downloadTimeout,
    @NotNull @DefaultValue("60s") Duration workFor,
    @NotNull @DefaultValue("16MB") DataSize largestAnswer) {
  public ObjectsConnection {
    headers = Map.copyOf(headers);
    allowedHosts = Set.copyOf(allowedHosts);
  }
}
