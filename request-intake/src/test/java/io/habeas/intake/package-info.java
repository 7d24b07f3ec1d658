@NullMarked
package io.habeas.intake;

import org.jspecify.annotations.NullMarked;
