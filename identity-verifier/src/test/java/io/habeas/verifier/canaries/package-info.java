/** Tests of canaries' identifiers. */
@NullMarked
package io.habeas.verifier.canaries;

import org.jspecify.annotations.NullMarked;
