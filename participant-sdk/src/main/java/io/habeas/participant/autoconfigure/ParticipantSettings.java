package io.habeas.participant.autoconfigure;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of a service that takes part.
 *
 * @param name its name in topics and reports, as the controller approved it
 * @param vault where identifiers are claimed
 * @param holds what it holds; null where a bean of type {@link
 *     io.habeas.participant.declaration.Declaration} says so
 * @param outcomes where outcomes are recorded, if no bean of type {@link
 *     io.habeas.participant.outcome.OutcomeLog} does that
 * @param directives whether directives are followed
 * @param retention when it is reported what is kept
 * @param heartbeat after which silence this participant counts as stale
 * @param upload how copies are uploaded
 * @param claimPatience how long a task waits for the vault to hear of it too, before it is put off
 * @param threads how many tasks are carried out at the same time, each of another request; for
 *     tasks that change, and for those that read out, by themselves
 * @param longestWork how long one task may take before its partition is given to another instance,
 *     which begins the same task; must be longer than the longest task, and than an upload. One
 *     instance that has died is noticed sooner
 */
@Validated
@ConfigurationProperties("habeas.participant")
public record ParticipantSettings(
    @NotBlank @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,62}") String name,
    @Valid @NotNull Vault vault,
    @Valid @Nullable Holds holds,
    @Valid @DefaultValue Outcomes outcomes,
    @Valid @DefaultValue Upload upload,
    @Valid @DefaultValue Directives directives,
    @Valid @DefaultValue Retention retention,
    @NotNull @DefaultValue("60s") Duration heartbeat,
    @NotNull @DefaultValue("5s") Duration claimPatience,
    @Positive @DefaultValue("1") int threads,
    @NotNull @DefaultValue("30m") Duration longestWork) {
  private static final String CODE = "[A-Za-z0-9._:-]{1,96}";

  /**
   * What a participant holds; what it can do is seen from its data holder.
   *
   * @param needs identifier types by which it finds a person; any one of them is enough
   * @param yields identifier types it can add, found in fields that are verified and unique to one
   *     person
   * @param collections names of what it holds, as it reports them
   */
  public record Holds(
      @NotEmpty Set<@Pattern(regexp = CODE) String> needs,
      @DefaultValue Set<@Pattern(regexp = CODE) String> yields,
      @NotEmpty Set<@Pattern(regexp = CODE) String> collections) {
    public Holds {
      needs = needs == null ? Set.of() : Set.copyOf(needs);
      yields = Set.copyOf(yields);
      collections = collections == null ? Set.of() : Set.copyOf(collections);
    }
  }

  /**
   * Tables in the application's own database.
   *
   * @param schema the schema they are in, a plain SQL identifier; empty for the default one. No two
   *     participants share one
   * @param initializeSchema whether they are created at start where they are missing
   */
  public record Outcomes(
      @NotNull @Pattern(regexp = "|[A-Za-z_][A-Za-z0-9_]{0,62}") @DefaultValue("") String schema,
      @DefaultValue("false") boolean initializeSchema) {}

  /**
   * What this application must respect from now on.
   *
   * @param followed whether it looks that up, by a bean of type {@link
   *     io.habeas.participant.directives.Directives}
   * @param pause before it is read anew after a failure
   */
  public record Directives(
      @DefaultValue("false") boolean followed, @NotNull @DefaultValue("5s") Duration pause) {}

  /**
   * Reports of what is kept under duties, where the data holder makes any. Every instance makes its
   * own.
   *
   * @param reportedAt the time of day at which one begins, in the zone of the application's clock
   * @param reportedEvery how long after each comes the next; zero for none at all
   */
  public record Retention(
      @NotNull @DefaultValue("02:30") LocalTime reportedAt,
      @NotNull @DefaultValue("24h") Duration reportedEvery) {
    public Retention {
      if (reportedEvery.isNegative()) {
        throw new IllegalArgumentException(
            "Expected no negative time between reports but got " + reportedEvery);
      }
    }
  }

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
