@NullMarked
package io.habeas.benchmarks.start;

import org.jspecify.annotations.NullMarked;
