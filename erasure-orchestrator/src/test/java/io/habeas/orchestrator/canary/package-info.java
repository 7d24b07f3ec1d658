/** Tests of canaries. */
@NullMarked
package io.habeas.orchestrator.canary;

import org.jspecify.annotations.NullMarked;
