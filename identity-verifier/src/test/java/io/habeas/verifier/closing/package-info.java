/** Tests. */
@NullMarked
package io.habeas.verifier.closing;

import org.jspecify.annotations.NullMarked;
