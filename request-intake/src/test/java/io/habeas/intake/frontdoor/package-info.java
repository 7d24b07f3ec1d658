/** Tests of what may come in. */
@NullMarked
package io.habeas.intake.frontdoor;

import org.jspecify.annotations.NullMarked;
