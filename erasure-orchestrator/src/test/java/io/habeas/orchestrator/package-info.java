/** Tests of the service on a real broker and registry. */
@NullMarked
package io.habeas.orchestrator;

import org.jspecify.annotations.NullMarked;
