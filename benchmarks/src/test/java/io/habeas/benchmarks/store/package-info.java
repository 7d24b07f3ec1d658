@NullMarked
package io.habeas.benchmarks.store;

import org.jspecify.annotations.NullMarked;
