@NullMarked
package io.habeas.benchmarks.saga;

import org.jspecify.annotations.NullMarked;
