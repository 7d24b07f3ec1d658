/** How many erasures a second are carried through, and how long one takes meanwhile. */
@NullMarked
package io.habeas.benchmarks.saga;

import org.jspecify.annotations.NullMarked;
