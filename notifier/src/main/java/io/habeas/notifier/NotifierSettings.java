package io.habeas.notifier;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the notifier. Where the mail server is, and how to log in there, is said under {@code
 * spring.mail}.
 *
 * @param vaultUrl base URL of the identity verifier
 * @param packagePage where a person opens the link to a package: {@code /package} of the front
 *     door, as seen from outside
 * @param from the e-mail address in whose name letters leave; the controller's name stands beside
 *     it
 * @param replyTo where answers go; null for {@code from}
 * @param database the name of its MongoDB database
 * @param instanceId a name that this instance keeps over restarts and shares with no other: what it
 *     held when it was killed is then taken up at its start and not only after the lease; null for
 *     none
 * @param retry when a letter that could not leave is tried again
 * @param couriers how many letters are sent at the same time, fresh ones and backlog each
 * @param round how the backlog is worked through
 * @param retention how long it is remembered that a letter was sent; at least as long as notices
 *     stay in their topics, or one that is read again leaves again
 * @param patience how long to wait for MongoDB
 */
@Validated
@ConfigurationProperties("habeas.notifier")
public record NotifierSettings(
    @NotNull URI vaultUrl,
    @NotNull URI packagePage,
    @NotBlank String from,
    @Nullable String replyTo,
    @NotBlank @DefaultValue("notifier") String database,
    @Nullable String instanceId,
    @Valid @DefaultValue Retry retry,
    @Min(1) @Max(64) @DefaultValue("4") int couriers,
    @Valid @DefaultValue Round round,
    @NotNull @DefaultValue("150d") Duration retention,
    @NotNull @DefaultValue("10s") Duration patience) {

  /**
   * Attempts after the first.
   *
   * @param pauses after the first failure, the second, ...; the last holds for all further ones
   * @param toldAfter the number of failures from which on a letter is reported as delayed
   * @param lease how long one attempt may take before others may try; longer than the mail server's
   *     timeouts together, or a letter may leave twice
   */
  public record Retry(
      @NotEmpty @DefaultValue({"1s", "3s", "10s", "30s", "1m", "2m", "5m", "10m", "15m"})
          List<Duration> pauses,
      @Min(1) @DefaultValue("3") int toldAfter,
      @NotNull @DefaultValue("3m") Duration lease) {
    public Retry {
      pauses = List.copyOf(pauses);
    }
  }

  /**
   * Rounds over due letters.
   *
   * @param every the pause between two
   * @param batch how many letters one takes up at most
   */
  public record Round(
      @NotNull @DefaultValue("1s") Duration every, @Min(1) @DefaultValue("200") int batch) {}
}
