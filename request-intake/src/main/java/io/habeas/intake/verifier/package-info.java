/** The way to the identity verifier and its vault. */
@NullMarked
package io.habeas.intake.verifier;

import org.jspecify.annotations.NullMarked;
