/** Reads a person's records out: sealed, uploaded, nothing readable on the way. */
@NullMarked
package io.habeas.participant.export;

import org.jspecify.annotations.NullMarked;
