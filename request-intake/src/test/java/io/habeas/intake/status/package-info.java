@NullMarked
package io.habeas.intake.status;

import org.jspecify.annotations.NullMarked;
