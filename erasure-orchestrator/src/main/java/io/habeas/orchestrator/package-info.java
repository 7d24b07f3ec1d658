/** The service that carries an erasure through every required participant. */
@NullMarked
package io.habeas.orchestrator;

import org.jspecify.annotations.NullMarked;
