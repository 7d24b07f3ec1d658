package io.habeas.storeagent.processor;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where a processor is and how it is treated.
 *
 * @param base what its paths are appended to
 * @param credentials headers that say who calls; sent to {@code base}'s origin only
 * @param allowedHosts hosts that may be private and may be spoken to without TLS
 * @param connectTimeout how long to wait for a connection
 * @param timeout how long one call may take, its whole answer included
 * @param downloadTimeout the same for a file
 * @param patience how long one call may wait for its turn where the processor wants fewer
 * @param largestAnswer bytes of the longest answer that is read
 * @param callsPerSecond how many it takes; empty if it does not say
 */
public record ProcessorEndpoint(
    URI base,
    Map<String, String> credentials,
    Set<String> allowedHosts,
    Duration connectTimeout,
    Duration timeout,
    Duration downloadTimeout,
    Duration patience,
    long largestAnswer,
    OptionalInt callsPerSecond) {

  public ProcessorEndpoint {
    credentials = Map.copyOf(credentials);
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /** Whether {@code uri} is at the same place as the processor itself (RFC 6454). */
  public boolean isOwn(URI uri) {
    return String.valueOf(uri.getScheme()).equalsIgnoreCase(base.getScheme())
        && String.valueOf(uri.getHost()).equalsIgnoreCase(base.getHost())
        && port(uri) == port(base);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
  }

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "ProcessorEndpoint[" + base + "]";
  }
}
