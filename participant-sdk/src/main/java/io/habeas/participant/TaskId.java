package io.habeas.participant;

import java.util.UUID;

/** Names one task of one participant. */
public record TaskId(UUID requestId, int step) {}
