/**
 * What people state for their decisions: kept before a decision is made known, and shown to them.
 */
@NullMarked
package io.habeas.verifier.decisions;

import org.jspecify.annotations.NullMarked;
