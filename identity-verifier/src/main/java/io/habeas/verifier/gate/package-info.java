/**
 * The gate before the first ERASE of a request, one per person: whoever passes sees every hold on
 * the person, by whatever identifier it was placed, and whoever holds sees everybody who passed.
 */
@NullMarked
package io.habeas.verifier.gate;

import org.jspecify.annotations.NullMarked;
