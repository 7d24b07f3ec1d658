package io.habeas.standalone;

import static java.util.Objects.requireNonNull;

import io.habeas.platform.Ports;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of everything, all on the loopback address.
 *
 * @param ports one of each server
 */
public record PortPlan(Map<Server, Integer> ports) {

  public PortPlan {
    ports = Map.copyOf(ports);
  }

  /**
   * A row of ports.
   *
   * @param base the first; 0 for free ones, wherever they are
   * @throws IllegalStateException if one of them is taken
   */
  public static PortPlan from(int base) {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    for (Server server : Server.values()) {
      wanted.put(server.label(), base == 0 ? 0 : base + server.place());
    }
    Map<String, Integer> chosen = Ports.chooseAll(wanted);
    Map<Server, Integer> ports = new EnumMap<>(Server.class);
    for (Server server : Server.values()) {
      ports.put(server, requireNonNull(chosen.get(server.label())));
    }
    return new PortPlan(ports);
  }

  /** Its port. */
  public int of(Server server) {
    return requireNonNull(ports.get(server));
  }

  /** Its base URL. */
  public String url(Server server) {
    return "http://127.0.0.1:" + of(server);
  }
}
