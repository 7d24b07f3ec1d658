/**
 * Art. 18: one restriction over every required participant, from the accepted request until it is
 * lifted.
 */
@NullMarked
package io.habeas.orchestrator.restriction;

import org.jspecify.annotations.NullMarked;
