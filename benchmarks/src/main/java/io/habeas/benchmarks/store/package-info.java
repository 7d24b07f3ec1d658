/** How many people a second an agent locates, erases and verifies in a relational database. */
@NullMarked
package io.habeas.benchmarks.store;

import org.jspecify.annotations.NullMarked;
