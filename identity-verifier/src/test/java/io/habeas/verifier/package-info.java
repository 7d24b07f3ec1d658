/** Tests. */
@NullMarked
package io.habeas.verifier;

import org.jspecify.annotations.NullMarked;
