/** Tests. */
@NullMarked
package io.habeas.verifier.claims;

import org.jspecify.annotations.NullMarked;
