/** Measures Habeas on the machine at hand, and writes down what it measured. */
@NullMarked
package io.habeas.benchmarks;

import org.jspecify.annotations.NullMarked;
