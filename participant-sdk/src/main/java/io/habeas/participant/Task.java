package io.habeas.participant;

import java.util.UUID;

/**
 * What one call of a {@link DataHolder} is about.
 *
 * @param requestId the request
 * @param step rises with every task of this request to this participant
 * @param identifiers what the vault grants for this task; may be empty
 */
public record Task(UUID requestId, int step, Identifiers identifiers) {}
