package io.habeas.storeagent.processor.opendsr;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a processor is reached that speaks OpenDSR 2.0.
 *
 * @param baseUrl what {@code /discovery} and {@code /requests} are below, with the version if the
 *     processor has one in its addresses
 * @param domain the domain that the processor signs as ({@code X-OpenDSR-Processor-Domain})
 * @param regulation under which requests are made: {@code gdpr} or {@code ccpa}
 * @param requestTypes what is asked of it: {@code erasure}, {@code access}, {@code portability}
 * @param user for basic authentication; null for none
 * @param password belongs to {@code user}
 * @param token a bearer token; null for none
 * @param trust a file with certificates of authorities in PEM that may vouch for the processor's;
 *     null for those that Java trusts
 * @param signedAnswers whether its answers must be signed, as the specification demands; callbacks
 *     must in any case
 * @param callbackUrl where the processor reaches {@code /v1/callbacks/opendsr} of this agent from
 *     outside; null to be asked only
 * @param allowedHosts hosts that may be private and spoken to without TLS
 * @param connectTimeout how long to wait for a connection
 * @param timeout how long one call may take, its whole answer included
 * @param downloadTimeout the same for results
 * @param patience how long one call may wait for its turn where the processor wants fewer
 * @param largestAnswer the longest answer that is read
 * @param callsPerSecond how many calls this agent makes
 */
public record OpenDsrConnection(
    @NotNull URI baseUrl,
    @NotBlank String domain,
    @NotBlank @DefaultValue("gdpr") String regulation,
    @NotEmpty @DefaultValue({"erasure", "access"}) Set<String> requestTypes,
    @Nullable String user,
    @Nullable String password,
    @Nullable String token,
    @Nullable Path trust,
    @DefaultValue("true") boolean signedAnswers,
    @Nullable URI callbackUrl,
    @NotNull @DefaultValue Set<String> allowedHosts,
    @NotNull @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DefaultValue("30s") Duration timeout,
    @NotNull @DefaultValue("10m") Duration downloadTimeout,
    @NotNull @DefaultValue("20s") Duration patience,
    @NotNull @DefaultValue("1MB") DataSize largestAnswer,
    @Positive @DefaultValue("10") int callsPerSecond) {

  public OpenDsrConnection {
    requestTypes = Set.copyOf(requestTypes);
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "OpenDsrConnection[" + domain + "]";
  }
}
