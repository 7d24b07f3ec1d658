/** Tests of the roster. */
@NullMarked
package io.habeas.orchestrator.roster;

import org.jspecify.annotations.NullMarked;
