/** Stores that were restored from a backup, and have to erase again what they had erased since. */
@NullMarked
package io.habeas.intake.restorations;

import org.jspecify.annotations.NullMarked;
