/**
 * What every right shares for which all participants first locate and then do one thing: rounds
 * over the identifiers, asking, waiting and joining. What is asked and what follows is decided by
 * the policy of each right.
 */
@NullMarked
package io.habeas.orchestrator.joint;

import org.jspecify.annotations.NullMarked;
