@NullMarked
package io.habeas.orchestrator.rectification;

import org.jspecify.annotations.NullMarked;
