/** Tests of one restriction: pair by pair and over random histories. */
@NullMarked
package io.habeas.orchestrator.restriction;

import org.jspecify.annotations.NullMarked;
