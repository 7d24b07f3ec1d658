/** Art. 16: one rectification over every required participant. */
@NullMarked
package io.habeas.orchestrator.rectification;

import org.jspecify.annotations.NullMarked;
