/** Follows each request to its end, and forgets the person there. */
@NullMarked
package io.habeas.verifier.closing;

import org.jspecify.annotations.NullMarked;
