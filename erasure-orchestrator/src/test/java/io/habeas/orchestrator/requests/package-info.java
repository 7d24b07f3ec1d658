@NullMarked
package io.habeas.orchestrator.requests;

import org.jspecify.annotations.NullMarked;
