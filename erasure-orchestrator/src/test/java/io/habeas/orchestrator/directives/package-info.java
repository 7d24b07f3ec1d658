@NullMarked
package io.habeas.orchestrator.directives;

import org.jspecify.annotations.NullMarked;
