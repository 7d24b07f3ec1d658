/** What random histories of more than one right have in common. */
@NullMarked
package io.habeas.orchestrator.history;

import org.jspecify.annotations.NullMarked;
