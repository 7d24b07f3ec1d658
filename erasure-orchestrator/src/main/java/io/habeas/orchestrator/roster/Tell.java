package io.habeas.orchestrator.roster;

import io.habeas.protocol.ParticipantId;
import java.time.Instant;

/** Tells every partition how a participant stands. */
public record Tell(ParticipantId participant, Standing standing, Instant at) {}
