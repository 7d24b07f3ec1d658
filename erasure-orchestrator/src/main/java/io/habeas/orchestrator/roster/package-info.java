/**
 * How the participants stand: who has declared itself, is fit, and has been heard of. Decided in
 * one place, and known in every partition of those who go by it.
 */
@NullMarked
package io.habeas.orchestrator.roster;

import org.jspecify.annotations.NullMarked;
