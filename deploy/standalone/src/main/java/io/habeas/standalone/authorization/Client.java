package io.habeas.standalone.authorization;

import java.util.List;

/**
 * Somebody who may have a token.
 *
 * @param id the client id, the principal's name at the services
 * @param secret its secret
 * @param roles what the claim {@code roles} says
 */
public record Client(String id, String secret, List<String> roles) {
  public Client {
    roles = List.copyOf(roles);
  }

  @Override
  public String toString() {
    return "Client[" + id + ", " + roles + "]";
  }
}
