package io.habeas.intake.frontdoor;

import io.habeas.intake.KeyedHash;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * A keyed pseudonym of the network address that a caller comes from, by which codes are capped. Of
 * an IPv6 address the first 64 bits count: whoever has one address has all of those.
 */
public final class Source {
  private static final int IPV6_PREFIX_BYTES = 8;

  private final KeyedHash hash;

  public Source(KeyedHash hash) {
    this.hash = hash;
  }

  /**
   * The pseudonym. Forwarded headers count only where {@code server.forward-headers-strategy} says
   * that a proxy is trusted.
   */
  public String of(ServerHttpRequest request) {
    InetSocketAddress remote = request.getRemoteAddress();
    InetAddress address = remote == null ? null : remote.getAddress();
    return hash.of("source", address == null ? "unknown" : network(address));
  }

  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(
            address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_PREFIX_BYTES) : bytes);
  }
}
