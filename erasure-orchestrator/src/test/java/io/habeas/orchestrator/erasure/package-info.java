/** Tests of one erasure: pair by pair, over random histories, and as a whole topology. */
@NullMarked
package io.habeas.orchestrator.erasure;

import org.jspecify.annotations.NullMarked;
