/** What the person may know of their request, by the token that they were given. */
@NullMarked
package io.habeas.intake.status;

import org.jspecify.annotations.NullMarked;
