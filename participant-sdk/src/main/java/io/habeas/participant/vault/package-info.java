/** Identifiers: claimed for a task, and deposited when a store can add to them. */
@NullMarked
package io.habeas.participant.vault;

import org.jspecify.annotations.NullMarked;
