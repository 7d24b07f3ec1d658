package io.habeas.verifier;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the identity verifier.
 *
 * @param database the name of its MongoDB database
 * @param vault where the keys are
 * @param challenge how an address is proven
 * @param claims what participants may add
 * @param links how long links to packages hold
 * @param retention how long what is no personal data is kept
 * @param patience how long a listener waits for MongoDB before it tries the same record again
 */
@Validated
@ConfigurationProperties("habeas.identity-verifier")
public record VerifierSettings(
    @NotBlank @DefaultValue("identity-verifier") String database,
    @Valid @NotNull Vault vault,
    @Valid @DefaultValue Challenge challenge,
    @Valid @DefaultValue Claims claims,
    @Valid @DefaultValue Links links,
    @Valid @DefaultValue Retention retention,
    @NotNull @DefaultValue("10s") Duration patience) {

  /**
   * The vault's keys.
   *
   * @param keys path of a file, or {@code env:NAME} of an environment variable, with a JSON object
   *     that holds the Tink keysets {@code encryption} and {@code lookup}
   */
  public record Vault(@NotBlank String keys) {}

  /**
   * Proof by mailed code.
   *
   * @param validity how long a code opens anything
   * @param attempts how many codes are looked at per issue
   * @param issues how many codes are sent per request, the first included
   * @param dailyPerIdentifier how many codes are sent to one address per day (UTC), whoever asks
   * @param dailyPerSource how many codes one network address can have sent per day (UTC)
   * @param evidenceRetention how long a decided challenge is kept (L9)
   * @param upkeep how often what was left undone is taken up
   */
  public record Challenge(
      @NotNull @DefaultValue("10m") Duration validity,
      @Min(1) @Max(5) @DefaultValue("5") int attempts,
      @Min(1) @Max(10) @DefaultValue("3") int issues,
      @Min(1) @DefaultValue("5") int dailyPerIdentifier,
      @Min(1) @DefaultValue("50") int dailyPerSource,
      @NotNull @DefaultValue("7d") Duration evidenceRetention,
      @NotNull @DefaultValue("10s") Duration upkeep) {}

  /**
   * Claims and yields.
   *
   * @param multiValuedTypes identifier types of which one person may have several; a second value
   *     of any other is a conflict that a person must decide
   */
  public record Claims(@DefaultValue Set<String> multiValuedTypes) {
    public Claims {
      multiValuedTypes = Set.copyOf(multiValuedTypes);
    }
  }

  /**
   * Links to packages.
   *
   * @param validity how long one opens anything, counted from when its letter is written; shorter
   *     than packages are kept
   * @param lease how long one handing-over may take before the link is open again
   */
  public record Links(
      @NotNull @DefaultValue("14d") Duration validity,
      @NotNull @DefaultValue("30m") Duration lease) {}

  /**
   * Retention of ids and steps, after the identifiers are gone, and of reasons.
   *
   * @param closedRequests how long it is remembered that a request is closed; at least as long as
   *     its records stay in the topics
   * @param reasons how long what people stated for a decision is kept after it, and after its
   *     request closed; for as long as the decision may be contested
   * @param undecidedReasons how long it is kept if the decision itself is never made known
   * @param subjects how long an identifier's keyed hash is known at the gate after a request last
   *     came there with it, unless it is held; for as long a hold on the person by another of their
   *     identifiers still finds them
   * @param backupLifetime how long a backup of a store may bring back what was erased: for as long
   *     after a request closed by what it was erased stays sealed, of use to restored stores and to
   *     nobody else; zero to shred it at once
   * @param recipientNotices how long it is kept, after a request came to something, of whom a
   *     recipient that is not told yet is to be told (Art. 19)
   */
  public record Retention(
      @NotNull @DefaultValue("120d") Duration closedRequests,
      @NotNull @DefaultValue("1096d") Duration reasons,
      @NotNull @DefaultValue("7d") Duration undecidedReasons,
      @NotNull @DefaultValue("120d") Duration subjects,
      @NotNull @DefaultValue("35d") Duration backupLifetime,
      @NotNull @DefaultValue("60d") Duration recipientNotices) {}
}
