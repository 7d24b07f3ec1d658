package io.habeas.storeagent.outbound;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where calls to processors may go: to public addresses by TLS, and to hosts that the configuration
 * names. What a processor answers, or what its name resolves to, must not turn the agent against
 * the network it stands in.
 *
 * <p>To be asked right before every call, of every address, one that a processor gave included;
 * redirects must not be followed by the client. A name that resolves otherwise between this look
 * and the call leads to a host that has no certificate for the name, so nothing is sent to it.
 */
public final class OutboundAddresses {
  private static final Logger log = LoggerFactory.getLogger(OutboundAddresses.class);

  private final Set<String> allowed;
  private final Resolver resolver;

  /**
   * @param allowedHosts names or addresses of hosts, without ports, that may be private and may be
   *     spoken to without TLS
   */
  public OutboundAddresses(Set<String> allowedHosts) {
    this(allowedHosts, InetAddress::getAllByName);
  }

  OutboundAddresses(Set<String> allowedHosts, Resolver resolver) {
    this.allowed =
        allowedHosts.stream().map(OutboundAddresses::plain).collect(Collectors.toUnmodifiableSet());
    this.resolver = resolver;
  }

  /** Finds the addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** What may be done with an address. */
  public sealed interface Verdict {
    record Allowed() implements Verdict {}

    /**
     * It must not be called.
     *
     * @param why for people, without the address
     */
    record Refused(String why) implements Verdict {}

    /** Its name has no address now. */
    record Unresolved() implements Verdict {}
  }

  /**
   * Returns if {@code uri} may be called.
   *
   * @throws Deferred UNFIT if it must not be, STORE_UNAVAILABLE if its name cannot be resolved
   */
  public void check(URI uri) throws Deferred {
    switch (verdict(uri)) {
      case Verdict.Allowed() -> {}
      case Verdict.Refused(var why) -> {
        log.error("Expected an address that may be called but {}", why);
        throw new Deferred(WaitReason.UNFIT);
      }
      case Verdict.Unresolved() -> {
        log.warn("Expected the name of a processor to have an address but it has none now");
        throw new Deferred(WaitReason.STORE_UNAVAILABLE);
      }
    }
  }

  /** Whether {@code uri} may be called. Resolves its name. */
  public Verdict verdict(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      return new Verdict.Refused("it names no host");
    }
    if (uri.getRawUserInfo() != null) {
      return new Verdict.Refused("it carries credentials");
    }
    boolean named = allowed.contains(plain(host));
    if (!scheme.equals("https") && !(named && scheme.equals("http"))) {
      return new Verdict.Refused("it is not called by TLS");
    }
    if (named) {
      return new Verdict.Allowed();
    }
    try {
      List<InetAddress> addresses = List.of(resolver.resolve(plain(host)));
      if (addresses.isEmpty()) {
        return new Verdict.Unresolved();
      }
      return addresses.stream().allMatch(OutboundAddresses::isPublic)
          ? new Verdict.Allowed()
          : new Verdict.Refused("it leads into a network that is not public");
    } catch (UnknownHostException e) {
      return new Verdict.Unresolved();
    }
  }

  /** IPv6 literals stand in brackets in a URI, and a name may end with the root's dot. */
  private static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      return name.substring(1, name.length() - 1);
    }
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Whether an address is globally reachable (IANA's special-purpose registries, RFC 6890). */
  private static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return switch (address) {
      case Inet4Address v4 -> isPublic4(bytes);
      case Inet6Address v6 -> isPublic6(bytes);
      default -> false;
    };
  }

  private static boolean isPublic4(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    int c = bytes[2] & 0xff;
    boolean special =
        a == 0
            || a == 10
            || a == 127
            || (a == 100 && b >= 64 && b < 128)
            || (a == 169 && b == 254)
            || (a == 172 && b >= 16 && b < 32)
            || (a == 192 && b == 0 && (c == 0 || c == 2))
            || (a == 192 && b == 88 && c == 99)
            || (a == 192 && b == 168)
            || (a == 198 && (b == 18 || b == 19))
            || (a == 198 && b == 51 && c == 100)
            || (a == 203 && b == 0 && c == 113)
            || a >= 224;
    return !special;
  }

  /** Only 2000::/3 is given out; within it, what carries an IPv4 address is as public as that. */
  private static boolean isPublic6(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    if (first == 0x0064 && second == 0xff9b) {
      return startsWith(bytes, "0064ff9b0000000000000000")
          && isPublic4(Arrays.copyOfRange(bytes, 12, 16));
    }
    if (first == 0x2002) {
      return isPublic4(Arrays.copyOfRange(bytes, 2, 6));
    }
    boolean special =
        (first & 0xe000) != 0x2000
            || (first == 0x2001 && second < 0x0200)
            || (first == 0x2001 && second == 0x0db8)
            || (first == 0x3fff && second < 0x1000);
    return !special;
  }

  private static boolean startsWith(byte[] bytes, String prefix) {
    byte[] expected = java.util.HexFormat.of().parseHex(prefix);
    return Arrays.equals(Arrays.copyOf(bytes, expected.length), expected);
  }
}
