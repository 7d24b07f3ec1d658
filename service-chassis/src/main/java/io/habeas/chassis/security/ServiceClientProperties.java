package io.habeas.chassis.security;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How this service identifies itself to others (OAuth2 client credentials, RFC 6749 section 4.4).
 *
 * @param tokenUri the authorization server's token endpoint
 * @param clientId this service's client id
 * @param clientSecret its secret
 * @param timeout how long a call to another service may take
 */
@Validated
@ConfigurationProperties("habeas.security.client")
public record ServiceClientProperties(
    @NotNull URI tokenUri,
    @NotBlank String clientId,
    @NotBlank String clientSecret,
    @DefaultValue("10s") Duration timeout) {

  @Override
  public String toString() {
    return "ServiceClientProperties[clientId=" + clientId + "]";
  }
}
