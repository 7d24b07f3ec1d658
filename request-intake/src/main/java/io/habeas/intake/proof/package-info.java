/** The person's answers to the challenge, passed on to the verifier. */
@NullMarked
package io.habeas.intake.proof;

import org.jspecify.annotations.NullMarked;
