/** How the person takes a request back. */
@NullMarked
package io.habeas.intake.withdrawal;

import org.jspecify.annotations.NullMarked;
