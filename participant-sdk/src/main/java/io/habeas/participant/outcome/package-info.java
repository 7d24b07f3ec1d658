/** What was answered before, recorded in the transaction of the effect itself. */
@NullMarked
package io.habeas.participant.outcome;

import org.jspecify.annotations.NullMarked;
