/** Where the data protection officer decides what only a person may decide. */
@NullMarked
package io.habeas.intake.decisions;

import org.jspecify.annotations.NullMarked;
