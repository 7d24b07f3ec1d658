/** Tests. */
@NullMarked
package io.habeas.verifier.recipients;

import org.jspecify.annotations.NullMarked;
