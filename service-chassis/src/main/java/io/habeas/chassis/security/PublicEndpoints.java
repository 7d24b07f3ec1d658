package io.habeas.chassis.security;

import java.util.List;

/**
 * The paths of a service that anybody may call: there the service itself decides, whatever is in
 * the Authorization header.
 *
 * @param pathPatterns as of {@code org.springframework.web.util.pattern.PathPattern}
 */
public record PublicEndpoints(List<String> pathPatterns) {
  public PublicEndpoints {
    pathPatterns = List.copyOf(pathPatterns);
  }
}
