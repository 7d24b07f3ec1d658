@NullMarked
package io.habeas.intake.register;

import org.jspecify.annotations.NullMarked;
