@NullMarked
package io.habeas.orchestrator.stopping;

import org.jspecify.annotations.NullMarked;
