/** Where a person fetches the package that was made for them. */
@NullMarked
package io.habeas.intake.handover;

import org.jspecify.annotations.NullMarked;
