package io.habeas.participant.autoconfigure;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of a service that takes part.
 *
 * @param name its name in topics and reports, as the controller approved it
 * @param vault where identifiers are claimed
 * @param heartbeat after which silence this participant counts as stale
 * @param upload how copies are uploaded
 * @param claimPatience how long a task waits for the vault to hear of it too, before it is put off
 */
@Validated
@ConfigurationProperties("habeas.participant")
public record ParticipantSettings(
    @NotBlank @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,62}") String name,
    @Valid @NotNull Vault vault,
    @Valid @DefaultValue Upload upload,
    @NotNull @DefaultValue("60s") Duration heartbeat,
    @NotNull @DefaultValue("5s") Duration claimPatience) {

  /**
   * Uploads of copies.
   *
   * @param timeout how long one may take
   */
  public record Upload(@NotNull @DefaultValue("10m") Duration timeout) {}

  /**
   * The vault, and how this participant identifies itself there (OAuth2 client credentials, RFC
   * 6749 section 4.4).
   *
   * @param url base URL of the identity verifier
   * @param tokenUri the authorization server's token endpoint
   * @param clientId the OAuth2 client that the controller approved to speak for this participant
   * @param clientSecret its secret
   * @param timeout how long one call may take
   * @param attempts how often one call is tried
   * @param pause before the second attempt; doubles with each further one
   */
  public record Vault(
      @NotNull URI url,
      @NotNull URI tokenUri,
      @NotBlank String clientId,
      @NotBlank String clientSecret,
      @NotNull @DefaultValue("10s") Duration timeout,
      @Min(1) @DefaultValue("3") int attempts,
      @NotNull @DefaultValue("200ms") Duration pause) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
      return "Vault[" + url + ", clientId=" + clientId + "]";
    }
  }
}
