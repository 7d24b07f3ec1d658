package io.habeas.orchestrator;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the orchestrator treats participants that do not answer. Which participants there are is in
 * the controller's configuration.
 *
 * @param firstPause before a participant that put its answer off is asked again; doubles every time
 * @param longestPause no pause is longer
 * @param patience how long a task may go without any answer before the participant counts as not
 *     answering and is asked again; doubles every time, up to the longest pause
 * @param rounds most rounds over the identifiers that stores yield to each other; a search that has
 *     not come to an end by then stops for a person
 * @param reErasures how often a store is asked to erase again what its probe found left; then a
 *     person must look
 * @param coolingOff how long everything stays hidden before anything is erased, so that the person
 *     may think better of it; zero for no such time
 * @param approvalAbove how many records may be erased for one request before a person must approve;
 *     null for any number, 0 for none
 * @param approvalTolerance by how many in a hundred the count of a collection may differ from what
 *     was approved before it has to be approved again
 * @param escalation how long before it is due an erasure waits no more for an access of the same
 *     person; the same as {@code habeas.request-intake.escalation}
 * @param lateData for how long after an erasure participants take nothing in that was collected
 *     before it
 * @param stopped for how long participants are told that processing for a purpose must stop
 * @param retentionHeardWithin how long nothing may be heard of a store that keeps something for a
 *     request, before it is looked whether it has reported all that it keeps since, and so keeps
 *     nothing; longer than the time between two reports, and than a report may take to arrive. Zero
 *     for ever
 * @param canary when the path to each store is tried
 */
@Validated
@ConfigurationProperties("habeas.erasure-orchestrator")
public record OrchestratorProperties(
    @NotNull @DefaultValue("5s") Duration firstPause,
    @NotNull @DefaultValue("48h") Duration longestPause,
    @NotNull @DefaultValue("30s") Duration patience,
    @Positive @DefaultValue("8") int rounds,
    @PositiveOrZero @DefaultValue("3") int reErasures,
    @NotNull @DefaultValue("24h") Duration coolingOff,
    @PositiveOrZero @Nullable Long approvalAbove,
    @PositiveOrZero @DefaultValue("10") int approvalTolerance,
    @NotNull @DefaultValue("P7D") Period escalation,
    @NotNull @DefaultValue("180d") Duration lateData,
    @NotNull @DefaultValue("3650d") Duration stopped,
    @NotNull @DefaultValue("30h") Duration retentionHeardWithin,
    @Valid @NotNull @DefaultValue Canary canary) {

  /**
   * When somebody is made up in a store to prove the path to it.
   *
   * @param first how long after a store first offers what it takes
   * @param every how long after one that was found, erased and is gone, or for which nobody could
   *     be made up
   * @param again how long after one that failed, once nothing of it is left
   * @param within how long one may take before it counts as failed
   */
  public record Canary(
      @NotNull @DefaultValue("15m") Duration first,
      @NotNull @DefaultValue("1d") Duration every,
      @NotNull @DefaultValue("1h") Duration again,
      @NotNull @DefaultValue("6h") Duration within) {}
}
