@NullMarked
package io.habeas.benchmarks.directives;

import org.jspecify.annotations.NullMarked;
