/** Tests. */
@NullMarked
package io.habeas.verifier.vault;

import org.jspecify.annotations.NullMarked;
