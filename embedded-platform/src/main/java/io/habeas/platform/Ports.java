package io.habeas.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on the loopback address. Every embedded server listens there and nowhere else. */
public final class Ports {

  static final String LOOPBACK = "127.0.0.1";

  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  private Ports() {}

  /**
   * The port that a server is to use.
   *
   * @param server the server's name, for the message
   * @param wanted a port, or 0 for any free one
   * @throws IllegalStateException if the wanted port is taken
   */
  static int choose(String server, int wanted) {
    return chooseAll(Map.of(server, wanted)).firstEntry().getValue();
  }

  /**
   * The ports that several servers are to use, all different, in the order of {@code wanted}.
   *
   * @param wanted a port, or 0 for any free one, by the server's name
   * @throws IllegalStateException if a wanted port is taken
   */
  public static SequencedMap<String, Integer> chooseAll(Map<String, Integer> wanted) {
    SequencedMap<String, Integer> chosen = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (Map.Entry<String, Integer> entry : wanted.entrySet()) {
        ServerSocket probe =
            entry.getValue() == 0 ? bindAny() : bind(entry.getKey(), entry.getValue());
        held.add(probe);
        chosen.put(entry.getKey(), probe.getLocalPort());
      }
      return chosen;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.forEach(Ports::release);
    }
  }

  private static ServerSocket bind(String server, int port) throws IOException {
    ServerSocket probe = new ServerSocket();
    try {
      // A port in TIME_WAIT after a restart is free for a server; Java's default differs by system.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
      return probe;
    } catch (BindException e) {
      release(probe);
      throw new IllegalStateException(
          "Expected port %d to be free for %s but it is taken".formatted(port, server), e);
    }
  }

  /**
   * A free port outside the range from which systems give ports to outgoing connections: one of
   * those could be gone again before its server binds it.
   */
  private static ServerSocket bindAny() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try {
        return bind("a server", port);
      } catch (IllegalStateException taken) {
        // The next may be free.
      }
    }
    throw new IllegalStateException(
        "Expected a free port between %d and %d but %d tries met none"
            .formatted(LOWEST, HIGHEST, ATTEMPTS));
  }

  private static void release(ServerSocket probe) {
    try {
      probe.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
