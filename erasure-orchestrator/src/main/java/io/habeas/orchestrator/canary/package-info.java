/**
 * Somebody made up in one store, found and erased there like anybody else: proof that the path to
 * that store works from beginning to end.
 */
@NullMarked
package io.habeas.orchestrator.canary;

import org.jspecify.annotations.NullMarked;
