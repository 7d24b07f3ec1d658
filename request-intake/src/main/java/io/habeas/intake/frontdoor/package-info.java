/** The front door: a request is received once, whatever happens on the way, and announced. */
@NullMarked
package io.habeas.intake.frontdoor;

import org.jspecify.annotations.NullMarked;
