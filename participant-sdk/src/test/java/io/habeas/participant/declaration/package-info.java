/** Tests of what a participant says of itself. */
@NullMarked
package io.habeas.participant.declaration;

import org.jspecify.annotations.NullMarked;
