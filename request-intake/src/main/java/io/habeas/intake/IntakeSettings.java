package io.habeas.intake;

import io.habeas.schemas.avro.ErasureGround;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.time.Period;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the request intake.
 *
 * @param database the name of its MongoDB database
 * @param keys path of a file, or {@code env:NAME} of an environment variable, with the Tink keyset
 *     of its keyed hashes: status tokens, idempotency keys, pseudonyms of network addresses
 * @param verifierUrl where the identity verifier is
 * @param exportBuilderUrl where the export builder is
 * @param identifierTypes the types of identifiers that a request may name
 * @param provableTypes those of which a request must name at least one, since only they can be
 *     proven
 * @param locale language tag of the letters where the request names none
 * @param proofWindow how long the person has to prove who they are; the due date ends it too
 * @param erasureGround on which ground erasure is owed where the person names none (L19)
 * @param closedRemembered how long the register remembers a closed request; at least as long as the
 *     topics keep its records
 * @param escalation how long before the due date the data protection officer is told of a request
 *     that is not answered yet
 * @param recipientPatience how long a recipient's receipt is waited for before the data protection
 *     officer is told (Art. 19)
 * @param sweep what is done about requests that were left half received
 * @param view how the register is projected for queries
 * @param patience how long MongoDB may take before the caller is asked to come again
 */
@Validated
@ConfigurationProperties("habeas.request-intake")
public record IntakeSettings(
    @NotBlank @DefaultValue("request-intake") String database,
    @NotBlank String keys,
    @NotNull URI verifierUrl,
    @NotNull URI exportBuilderUrl,
    @NotEmpty @DefaultValue({"email", "account_id"})
        Set<@Pattern(regexp = "[a-z0-9][a-z0-9_.-]{0,62}") String> identifierTypes,
    @NotEmpty @DefaultValue("email") Set<String> provableTypes,
    @NotNull @Pattern(regexp = "[A-Za-z0-9-]{2,35}") @DefaultValue("en") String locale,
    @NotNull @DefaultValue("P30D") Period proofWindow,
    @NotNull @DefaultValue("ART_17_1_A") ErasureGround erasureGround,
    @NotNull @DefaultValue("150d") Duration closedRemembered,
    @NotNull @DefaultValue("P7D") Period escalation,
    @NotNull @DefaultValue("7d") Duration recipientPatience,
    @Valid @DefaultValue Sweep sweep,
    @Valid @DefaultValue View view,
    @NotNull @DefaultValue("10s") Duration patience) {

  public IntakeSettings {
    identifierTypes = Set.copyOf(identifierTypes);
    provableTypes = Set.copyOf(provableTypes);
  }

  /**
   * What is done about requests that were left half received.
   *
   * @param every how often it is looked for them
   * @param resumeAfter after which a request that is in the vault and may have been announced is
   *     announced
   * @param abandonAfter after which a request that was never announced is given up and what the
   *     vault holds of it is shredded
   * @param keepFor how long an idempotency key is remembered
   */
  public record Sweep(
      @NotNull @DefaultValue("1m") Duration every,
      @NotNull @DefaultValue("1m") Duration resumeAfter,
      @NotNull @DefaultValue("24h") Duration abandonAfter,
      @NotNull @DefaultValue("7d") Duration keepFor) {}

  /**
   * How the register is projected.
   *
   * @param generation a higher number builds the view anew from the topics, beside the old one
   */
  public record View(@Min(1) @DefaultValue("4") int generation) {}
}
