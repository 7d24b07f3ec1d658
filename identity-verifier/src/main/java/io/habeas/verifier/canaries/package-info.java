/**
 * Canaries: by what somebody who does not exist is found in one store, until the path to it is
 * proven.
 */
@NullMarked
package io.habeas.verifier.canaries;

import org.jspecify.annotations.NullMarked;
