/** How fast a product service looks up what it must respect. */
@NullMarked
package io.habeas.benchmarks.directives;

import org.jspecify.annotations.NullMarked;
