/**
 * Finds everybody who holds something: rounds over the identifiers that stores yield to each other.
 */
@NullMarked
package io.habeas.protocol.locate;

import org.jspecify.annotations.NullMarked;
