/** What this participant says it holds and can do, repeated as a heartbeat. */
@NullMarked
package io.habeas.participant.declaration;

import org.jspecify.annotations.NullMarked;
