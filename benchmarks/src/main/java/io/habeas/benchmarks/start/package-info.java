/** How long it takes from the command to a standalone whose every service is ready. */
@NullMarked
package io.habeas.benchmarks.start;

import org.jspecify.annotations.NullMarked;
