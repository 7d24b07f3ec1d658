package io.habeas.exportbuilder;

import io.habeas.exportbuilder.storage.StorageSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the export builder. Which participants there are is in the controller's
 * configuration.
 *
 * @param database the name of its MongoDB database
 * @param keys path of a file, or {@code env:NAME} of an environment variable, with the Tink keyset
 *     under which keys of single requests are kept
 * @param storage the object storage
 * @param packageRetention how long a package waits to be fetched; longer than the links in letters
 *     hold
 * @param remembered how long it is remembered that an export is over; at least as long as its
 *     records stay in the topics
 * @param packagers how many packages an instance works on at the same time; each needs room on the
 *     disk for what was uploaded for it and for itself
 * @param longestPackaging how long one may take before another instance tries as well
 * @param expiry how often packages are looked for whose time is over
 * @param firstPause before a participant that put its answer off is asked again; doubles every time
 * @param longestPause no pause is longer
 * @param patience how long to wait for MongoDB
 * @param answerPatience how long a task may go without any answer before the participant counts as
 *     not answering and is asked again; doubles every time, up to the longest pause
 * @param rounds most rounds over the identifiers that stores yield to each other
 * @param refusals how often a store is asked to read out again what could not be packaged; then a
 *     person must look
 */
@Validated
@ConfigurationProperties("habeas.export-builder")
public record ExportBuilderSettings(
    @NotBlank @DefaultValue("export-builder") String database,
    @NotBlank String keys,
    @Valid @NotNull StorageSettings storage,
    @NotNull @DefaultValue("30d") Duration packageRetention,
    @NotNull @DefaultValue("150d") Duration remembered,
    @Positive @DefaultValue("2") int packagers,
    @NotNull @DefaultValue("6h") Duration longestPackaging,
    @NotNull @DefaultValue("5m") Duration expiry,
    @NotNull @DefaultValue("5s") Duration firstPause,
    @NotNull @DefaultValue("48h") Duration longestPause,
    @NotNull @DefaultValue("10s") Duration patience,
    @NotNull @DefaultValue("2m") Duration answerPatience,
    @Positive @DefaultValue("8") int rounds,
    @PositiveOrZero @DefaultValue("3") int refusals) {}
